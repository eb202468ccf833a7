import AssayCore
import DataFormats
import Testing

@testable import Comparison

struct TextFormTests {
    @Test(arguments: [
        ("f81d4fae-7dec-11d0-a765-00a0c91e6bf6", true), ("F81D4FAE-7DEC-41D0-A765-00A0C91E6BF6", true),
        ("00000000-0000-0000-0000-000000000000", true),
        ("ffffffff-ffff-ffff-ffff-ffffffffffff", true), ("f81d4fae-7dec-01d0-a765-00a0c91e6bf6", false),
        ("f81d4fae-7dec-91d0-a765-00a0c91e6bf6", false),
        ("f81d4fae-7dec-11d0-c765-00a0c91e6bf6", false), ("f81d4fae7dec11d0a76500a0c91e6bf6", false),
        ("{f81d4fae-7dec-11d0-a765-00a0c91e6bf6}", false),
        ("f81d4fae-7dec-11d0-a765-00a0c91e6bf", false), ("g81d4fae-7dec-11d0-a765-00a0c91e6bf6", false),
        ("f81d4fae-7dec-11d0-a765-00a0c91e6bf6\\n", false), ("", false),
    ])
    func `a UUID is told strictly`(text: String, expected: Bool) throws {
        #expect(try holds(.match(.uuid), "\"\(text)\"") == expected)
    }

    @Test(arguments: [
        ("a@example.com", true), ("a.b+c!#$%&'*/=?^_`{|}~-@x-1.example.co", true), ("a@b", false), ("a@.b.c", false),
        ("a@b..c", false), (".a@b.c", false), ("a.@b.c", false),
        ("a..b@b.c", false), ("a b@b.c", false), ("a@b@c.d", false), ("é@b.c", false), ("a@é.c", false), ("a@-b.c", false),
        ("a@b-.c", false), ("", false), ("@b.c", false),
        ("a@b.c.", false), ("a@[127.0.0.1]", false), ("\(String(repeating: "a", count: 65))@b.c", false),
        ("a@\(String(repeating: "b", count: 64)).c", false),
    ])
    func `an email address is told strictly`(text: String, expected: Bool) throws {
        #expect(isEmailAddress(text) == expected)
        #expect(try holds(.match(.email), DataValue.string(text).displayed(limit: 999)) == expected)
    }
}
