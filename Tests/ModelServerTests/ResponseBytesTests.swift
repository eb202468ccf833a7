import AssayCore
import Testing

@testable import ModelServer

private func sent(_ response: Response, _ manner: ResponseManner = ResponseManner()) -> String {
    String(decoding: responseBytes(response, manner), as: UTF8.self)
}

private func fields(_ pairs: (String, String)...) -> HeaderFields {
    HeaderFields(pairs.map { .init(name: $0.0, value: $0.1) })
}

@Test func `a response has its own fields in order, and the length of its body`() {
    let response = Response(status: 201, headers: fields(("B", "1"), ("a", "2"), ("B", "3")), body: Array("hi".utf8))
    #expect(sent(response) == "HTTP/1.1 201 Created\r\nB: 1\r\na: 2\r\nB: 3\r\nContent-Length: 2\r\n\r\nhi")
}

@Test func `fields that frame the message are the server's`() {
    let headers = fields(("content-length", "7"), ("Transfer-Encoding", "chunked"), ("Connection", "upgrade"))
    #expect(sent(Response(status: 200, headers: headers)) == "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
}

@Test func `a response to HEAD has no body and the length that GET would have`() {
    let head = ResponseManner(isHead: true)
    #expect(sent(Response(status: 200, body: Array("hi".utf8)), head) == "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n")
    #expect(
        sent(Response(status: 200, headers: fields(("Content-Length", "7"))), head)
            == "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n")
}

@Test(arguments: [(204, "No Content"), (304, "Not Modified")])
func `statuses without content have neither body nor length`(status: Int, reason: String) {
    #expect(sent(Response(status: status, body: Array("hi".utf8))) == "HTTP/1.1 \(status) \(reason)\r\n\r\n")
}

@Test func `a status without a registered phrase has none`() {
    #expect(sent(Response(status: 799)) == "HTTP/1.1 799 \r\nContent-Length: 0\r\n\r\n")
}

@Test func `the connection's end and an HTTP/1.0 client's persistence are said`() {
    #expect(
        sent(Response(status: 200), ResponseManner(closes: true, isHTTP10: true))
            == "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    #expect(
        sent(Response(status: 200), ResponseManner(isHTTP10: true))
            == "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: keep-alive\r\n\r\n")
}

@Test(arguments: [
    (Response(status: 101), "the status 101 is that of no final response"),
    (Response(status: 1000), "the status 1000 is that of no final response"),
    (Response(status: 200, headers: fields(("a b", "c"))), "'a b' is no name of a header field"),
    (Response(status: 200, headers: fields(("", "c"))), "'' is no name of a header field"),
    (Response(status: 200, headers: fields(("a", "b\r\nc: d"))), "the header field a holds a line break or a NUL"),
])
func `what would not be one HTTP response cannot be sent`(response: Response, reason: String) {
    #expect(unsendable(response) == reason)
}
