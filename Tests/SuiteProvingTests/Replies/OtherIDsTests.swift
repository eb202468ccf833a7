import AssayCore
import Testing

@testable import SuiteProving

struct OtherIDsTests {
    private static let known = "11111111-1111-4111-8111-111111111111"
    private static let random = "22222222-2222-4222-8222-222222222222"

    private func reply(_ body: String, header: String = "") -> Reply {
        Reply(
            response: Response(
                status: 200, headers: HeaderFields([.init(name: "Location", value: header)]), body: Array(body.utf8)))
    }

    private func request(_ query: String?) -> Request { Request(method: "GET", path: "/", query: query) }

    @Test func `an id that no request holds becomes another, everywhere the same one`() throws {
        let replies = [reply(#"{"id": "\#(Self.random)"}"#, header: "/\(Self.random)"), reply(Self.random)]
        let (changed, replaced) = try #require(withOtherIDs(replies, asked: [request(nil)]))
        let other = "22222222-2222-4222-8222-222222222220"
        #expect(changed[0].response.body == Array(#"{"id": "\#(other)"}"#.utf8))
        #expect(changed[0].response.headers["Location"] == "/\(other)")
        #expect(changed[1].response.body == Array(other.utf8))
        #expect(replaced == [Array(Self.random.utf8)])
    }

    @Test func `an id that a request holds stays`() {
        #expect(withOtherIDs([reply(Self.known)], asked: [request("id=\(Self.known)")]) == nil)
    }

    @Test(arguments: ["", "no id", "22222222-2222-4222-8222-22222222222", "222222222-2222-4222-8222-222222222222"])
    func `what only looks like an id stays`(text: String) {
        #expect(withOtherIDs([reply(text)], asked: []) == nil)
    }

    @Test func `mail is changed with the answer`() throws {
        var reply = reply(Self.random)
        reply.mail = [
            Mail(
                from: "a", to: ["b"], subject: Self.random, text: "see \(Self.random)",
                attachments: [.init(name: "\(Self.random).csv", contentType: "text/csv", bytes: Array(Self.random.utf8))])
        ]
        let mail = try #require(withOtherIDs([reply], asked: [])).replies[0].mail[0]
        for text in [
            mail.subject, mail.text, mail.attachments[0].name, String(decoding: mail.attachments[0].bytes, as: UTF8.self),
        ] {
            #expect(text.utf8.contains("22222222-2222-4222-8222-222222222220".utf8), "\(text)")
        }
    }
}
