import Testing

@testable import ScenarioRunning

struct MultipartBodyTests {
    private func text(_ body: MultipartBody) -> String { String(decoding: body.bytes, as: UTF8.self) }

    @Test func `each part has its header fields and its bytes`() {
        let body = MultipartBody([
            .init(name: "a", bytes: Array("1".utf8)),
            .init(name: "file", fileName: "r.csv", type: "text/csv", bytes: Array("A\r\n".utf8)),
        ])
        #expect(body.type == "multipart/form-data; boundary=assay-part-0")
        #expect(
            text(body) == """
                --assay-part-0\r
                Content-Disposition: form-data; name="a"\r
                \r
                1\r
                --assay-part-0\r
                Content-Disposition: form-data; name="file"; filename="r.csv"\r
                Content-Type: text/csv\r
                \r
                A\r
                \r
                --assay-part-0--\r

                """)
    }

    @Test func `what would end a name is escaped`() {
        let body = MultipartBody([.init(name: "a\"b\r\nc", fileName: "\"", bytes: [])])
        #expect(text(body).contains("name=\"a%22b%0D%0Ac\"; filename=\"%22\""))
    }

    @Test func `the boundary occurs in no part`() {
        let body = MultipartBody([.init(name: "a", bytes: Array("--assay-part-0 --assay-part-1".utf8))])
        #expect(body.type.hasSuffix("boundary=assay-part-2"))
    }
}
