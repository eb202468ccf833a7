import DataFormats
import Testing

struct Base64Tests {
    @Test(arguments: [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ])
    func `the vectors of RFC 4648 section 10 hold both ways`(text: String, encoded: String) {
        #expect(base64(Array(text.utf8)) == encoded)
        #expect(decoded(base64: encoded) == Array(text.utf8))
    }

    @Test(arguments: ["Zg", "Zg=", "Zh==", "Zm9=", "Z===", "====", "Zg==Zg==", "Zm9v\n", "Zm-_"])
    func `what is not canonical is refused`(text: String) {
        #expect(decoded(base64: text) == nil)
    }

    @Test func `every byte survives`() {
        let all = (0...255).map { UInt8($0) }
        for count in 250...256 { #expect(decoded(base64: base64(Array(all.prefix(count)))) == Array(all.prefix(count))) }
    }
}
