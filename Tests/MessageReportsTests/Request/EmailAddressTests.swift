import Testing

@testable import MessageReports

@Test(arguments: [
    "a@b.c", "qa@example.com", "QA@Example.COM", "first.last@mail.example.co.uk", "o'neill+tag@example.com",
    ".!#$%&'*+/=?^_`{|}~-@example.com".replacing(".!", with: "!"), "1@2.3", "a@b-c.d", "a@xn--bcher-kva.example",
    "a@\(String(repeating: "b", count: 63)).c",
])
func `a plain address is one`(_ text: String) {
    #expect(EmailAddress(text)?.text == text)
}

@Test(arguments: [
    "", "@", "a", "a@", "@b.c", "a@b", "a@.c", "a@b.", "a@b..c", "a@@b.c", "a@b@c.d", ".a@b.c", "a.@b.c", "a..b@c.d", "a b@c.d",
    " a@b.c", "a@b.c ", "a@b.c\n", "\"a\"@b.c", "a(b)@c.d", "<a@b.c>", "a@[127.0.0.1]", "a@-b.c", "a@b-.c", "a@b_c.d", "é@b.c",
    "e\u{301}@b.c", "a@é.c", "a,b@c.d", "a;b@c.d", "a:b@c.d", "a\\b@c.d", "a@b.c,d@e.f", "mailto:a@b.c", "a@b.c\0",
    "a@\(String(repeating: "b", count: 64)).c",
])
func `anything else is no address`(_ text: String) {
    #expect(EmailAddress(text) == nil)
}

@Test(arguments: [
    ("a@b.c", "a@B.C", true), ("a@b.c", "A@b.c", false), ("a@b.c", "a@b.d", false), ("A.b@c.d", "A.b@C.d", true),
])
func `addresses are the same when the domains are but for letter case`(left: String, right: String, isSame: Bool) throws {
    #expect((try #require(EmailAddress(left)).identity == #require(EmailAddress(right)).identity) == isSame)
}
