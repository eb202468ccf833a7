import AssayCore
import MessageReports
import Testing

@Test(arguments: [
    ("", "m08 m07 m06 m05 m04 m02 m03 m01"),
    ("channel=S", "m02 m03 m01"), ("channel=E", "m05 m04"), ("channel=P", "m06"), ("channel=W", "m07"), ("channel=R", "m08"),

    ("sender=ACME", "m02 m01"), ("sender=22100", "m03"), ("sender=news@acme.example", "m05 m04"), ("sender=acme-app", "m06"),
    ("sender=%2B34911000000", "m07"), ("sender=acme-rcs", "m08"),
    ("sender=acme", ""), ("sender=ACM", ""), ("sender=GLOBEX", ""), ("sender=NEWS@acme.example", ""), ("sender=34911000000", ""),

    ("recipient=%2B34600000001", "m07 m03 m01"), ("recipient=34600000001", "m07 m03 m01"),
    ("recipient=34600000001&channel=S", "m03 m01"), ("recipient=34600000001&channel=W", "m07"),
    ("recipient=34600000003&channel=R", "m08"), ("recipient=%2B%2B34600000001", ""), ("recipient=4600000001", ""),
    ("recipient=0034600000001", ""), ("recipient=+34600000001", ""), ("recipient=%2B", ""),
    ("recipient=ann@example.com", "m05"), ("recipient=ANN@EXAMPLE.COM&channel=E", "m05"), ("recipient=ann@example.co", ""),
    ("recipient=%2Btok/EN%3D%3D", "m06"), ("recipient=%2Btok/en%3D%3D", ""), ("recipient=tok/EN%3D%3D", ""),

    ("campaignId=spring", "m05 m02 m01"), ("campaignId=summer", "m07 m04 m03"), ("campaignId=x-1", "m07 m01"),
    ("campaignId=Spring", ""), ("campaignId=none", ""),

    ("status=SENT", "m06 m04 m01"), ("status=SENT,EXPIRED", "m06 m04 m02 m01"), ("status=EXPIRED,SENT,SENT", "m06 m04 m02 m01"),
    ("status=SENT%2CEXPIRED", "m06 m04 m02 m01"), ("status=OPEN,READ,FALLBACK", "m08 m07 m05"), ("status=DELETED", ""),
    ("status=SENT&channel=S", "m01"), ("status=SENT,EXPIRED&channel=S", "m02 m01"), ("status=SENT&channel=E", "m04"),
    ("status=SENT&channel=P", "m06"), ("status=READ&channel=W", "m07"), ("status=FALLBACK&channel=R", "m08"),
    ("status=READ&channel=R", ""),

    ("channel=S&sender=ACME&campaignId=spring&status=SENT&recipient=%2B34600000001", "m01"),
    ("channel=E&sender=ACME", ""), ("campaignId=spring&status=SENT", "m01"),
])
func `a report holds the messages that every filter accepts`(query: String, ids: String) throws {
    #expect(try Scene(query: query).ids() == ids.split(separator: " ").map(String.init))
}

@Test(arguments: [
    ("recipient=%2B34600000001", "m01"), ("recipient=34600000001", "m07 m03"), ("recipient=%2Btok/EN%3D%3D", "m06"),
    ("recipient=ANN@example.com", "m05"),
])
func `phone numbers may be compared as text`(query: String, ids: String) throws {
    #expect(try Scene(query: query).setting("phone_matching", "exact").ids() == ids.split(separator: " ").map(String.init))
}

@Test(arguments: [("campaignId=spring", "m05 m02 m01"), ("campaignId=x-1", ""), ("campaignId=summer", "m07 m04")])
func `the campaign may be its id only`(query: String, ids: String) throws {
    #expect(try Scene(query: query).setting("campaign_matching", "id").ids() == ids.split(separator: " ").map(String.init))
}

@Test(arguments: [
    ("ignored", "channel=s", "m08 m07 m06 m05 m04 m02 m03 m01"), ("ignored", "channel=s&status=SENT", "m06 m04 m01"),
    ("ignored", "status=sent,EXPIRED", "m02"), ("ignored", "status=sent", "m08 m07 m06 m05 m04 m02 m03 m01"),
    ("ignored", "channel=S&status=OPEN", "m02 m03 m01"), ("ignored", "channel=S&status=OPEN,SENT", "m01"),
    ("no_rows", "channel=s", ""), ("no_rows", "channel=S,E", ""), ("no_rows", "status=sent", ""),
    ("no_rows", "status=sent,EXPIRED", "m02"), ("no_rows", "channel=S&status=OPEN", ""),
    ("no_rows", "status=SENT,", "m06 m04 m01"),
])
func `an unknown filter value may be ignored or match nothing`(reading: String, query: String, ids: String) throws {
    #expect(
        try Scene(query: query).setting("unknown_filter_value", reading).ids() == ids.split(separator: " ").map(String.init))
}

@Test func `an ignored channel is one left out`() throws {
    let scene = Scene(query: "channel=s").setting("unknown_filter_value", "ignored").setting("channel_omitted", "refused")
    #expect(try scene.reply().explain == "The parameter 'channel' is required")
    #expect(try scene.with { $0.query = "channel=S" }.reply().response.status == 200)
}

@Test func `texts are compared by their bytes, not by what they look like`() throws {
    let scene = Scene(
        messages: Scene.log(
            "composed,acme,2015-03-04T08:00:00Z,S,MT,caf\u{E9},1,,SENT,2015-03-04T08:00:00Z,,",
            "decomposed,acme,2015-03-04T08:00:00Z,S,MT,cafe\u{301},1,,SENT,2015-03-04T08:00:00Z,,"))
    #expect(try scene.with { $0.query = "sender=caf%C3%A9" }.ids() == ["composed"])
    #expect(try scene.with { $0.query = "sender=cafe%CC%81" }.ids() == ["decomposed"])
}
