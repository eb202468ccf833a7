import AssayCore
import Testing

@testable import ModelServer

/// Feeds the text to a parser, in pieces of `size` bytes, and returns what comes out.
private func parsed(_ text: String, size: Int = .max, limits: RequestLimits = RequestLimits()) -> [Incoming] {
    parsed(Array(text.utf8), size: size, limits: limits)
}

private func parsed(_ bytes: [UInt8], size: Int = .max, limits: RequestLimits = RequestLimits()) -> [Incoming] {
    var parser = RequestParser(limits: limits)
    var found: [Incoming] = []
    var rest = bytes[...]
    while !rest.isEmpty {
        parser.append(rest.prefix(size))
        rest = rest.dropFirst(size)
        while let next = parser.next() { found.append(next) }
    }
    return found
}

extension Incoming {
    fileprivate var request: Request? { if case .request(let incoming) = self { incoming.request } else { nil } }
    fileprivate var fault: HTTPFault? { if case .fault(let fault) = self { fault } else { nil } }
    fileprivate var isContinue: Bool { if case .expectsContinue = self { true } else { false } }
}

@Suite struct RequestParserTests {
    @Test(arguments: [1, 2, 3, 7, 64, Int.max])
    func `requests are the same however their bytes arrive`(size: Int) {
        let text =
            "\r\nPOST /a%2Fb/../c?x=1&x=%20+&&? HTTP/1.1\r\nhost: h\r\nX-Twice:  one \r\nx-twice:two\r\nEmpty:\r\nContent-Length: 5\r\n\r\nab\r\nc"
            + "GET / HTTP/1.1\r\nHost: h\r\n\r\n"
            + "PUT * HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: Chunked\r\n\r\n3;a=b\r\nabc\r\n0B\r\nhello world\r\n0\r\nTrailer: x\r\n\r\n"
            + "DELETE /last? HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n"
        let requests = parsed(text, size: size).compactMap(\.request)
        #expect(
            requests == [
                Request(
                    method: "POST", path: "/a%2Fb/../c", query: "x=1&x=%20+&&?",
                    headers: HeaderFields([
                        .init(name: "host", value: "h"), .init(name: "X-Twice", value: "one"),
                        .init(name: "x-twice", value: "two"),
                        .init(name: "Empty", value: ""), .init(name: "Content-Length", value: "5"),
                    ]), body: Array("ab\r\nc".utf8)),
                Request(method: "GET", path: "/", headers: HeaderFields([.init(name: "Host", value: "h")])),
                Request(
                    method: "PUT", path: "*",
                    headers: HeaderFields([.init(name: "Host", value: "h"), .init(name: "Transfer-Encoding", value: "Chunked")]),
                    body: Array("abchello world".utf8)),
                Request(
                    method: "DELETE", path: "/last", query: "",
                    headers: HeaderFields([.init(name: "Host", value: "h"), .init(name: "Content-Length", value: "0")]), body: []),
            ])
    }

    @Test(arguments: ["get", "FROBNICATE", "M-SEARCH", "!#$%&'*+-.^_`|~09"])
    func `any token is a method`(method: String) {
        #expect(parsed("\(method) / HTTP/1.1\r\nHost: h\r\n\r\n").first?.request?.method == method)
    }

    @Test(
        arguments: [
            ("/", "/", nil), ("/a?b", "/a", "b"), ("/a?", "/a", ""), ("/a#b?c", "/a#b", "c"), ("http://h", "/", nil),
            ("http://h?q", "/", "q"), ("http://h:80/p?q", "/p", "q"), ("https://h/p", "/p", nil), ("//h/p", "//h/p", nil),
            ("*", "*", nil),
            ("/é?ü", "/é", "ü"), ("h:443", "h:443", nil), ("/a?b=http://x/", "/a", "b=http://x/"),
        ] as [(String, String, String?)])
    func `a target is cut at its first question mark`(target: String, path: String, query: String?) {
        let request = parsed("GET \(target) HTTP/1.1\r\nHost: h\r\n\r\n").first?.request
        #expect(request?.path == path)
        #expect(request?.query == query)
    }

    @Test func `a value that is no UTF-8 is read as ISO 8859-1`() {
        let bytes = Array("GET / HTTP/1.1\r\nHost: h\r\nA: caf".utf8) + [0xE9] + Array("\r\nB: café\r\n\r\n".utf8)
        let headers = parsed(bytes).first?.request?.headers
        #expect(headers?["A"] == "caf\u{E9}")
        #expect(headers?["B"].map { Array($0.utf8) } == Array("café".utf8))
    }

    @Test(arguments: [
        ("GET /\r\n\r\n", 400), ("GET  / HTTP/1.1\r\n\r\n", 400), (" GET / HTTP/1.1\r\n\r\n", 400),
        ("G@T / HTTP/1.1\r\n\r\n", 400),
        ("GET / HTTP/1.1 \r\nHost: h\r\n\r\n", 400), ("GET / HTTP/2.0\r\nHost: h\r\n\r\n", 505),
        ("GET / http/1.1\r\nHost: h\r\n\r\n", 400),
        ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505), ("GET /\u{7F} HTTP/1.1\r\nHost: h\r\n\r\n", 400),
        ("GET / HTTP/1.1\nHost: h\n\n", 400), ("GET / HTTP/1.1\r\nHost: h\n\r\n", 400), ("\u{16}\u{3}\u{1}\u{2}\n", 400),
        ("GET / HTTP/1.1\r\n\r\n", 400), ("GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost : h\r\n\r\n", 400), ("GET / HTTP/1.1\r\nHost: h\r\nA\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: h\r\n: a\r\n\r\n", 400), ("GET / HTTP/1.1\r\nHost: h\r\nA: b\r\n c\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: h\r\nA: b\u{0}\r\n\r\n", 400), ("GET / HTTP/1.1\r\nHost: h\r\nA: b\rc\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 1, 2\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: h\r\nContent-Length: +1\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: h\r\nContent-Length:\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 0x1\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip, chunked\r\n\r\n", 501),
        ("GET / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding:\r\n\r\n", 501),
        ("GET / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 1048577\r\n\r\n", 413),
        ("GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999999999999999999\r\n\r\n", 413),
        ("GET / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n100001\r\n", 413),
        ("GET / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFF\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n-1\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nab\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1\nab\n", 400),
    ])
    func `what is no request, or could be read in two ways, is refused once and nothing behind it is read`(
        text: String, status: Int
    ) {
        for size in [1, Int.max] {
            let found = parsed(text + "GET / HTTP/1.1\r\nHost: h\r\n\r\n", size: size)
            #expect(found.compactMap(\.fault).map(\.status) == [status])
            #expect(found.compactMap(\.request).isEmpty)
        }
    }

    @Test func `heads that are too large are refused before they end`() {
        let limits = RequestLimits(bodyBytes: 10, headBytes: 1000, targetBytes: 100, headerFields: 3)
        func status(_ text: String) -> Int? { parsed(text, size: 50, limits: limits).first?.fault?.status }
        #expect(status("GET /" + String(repeating: "x", count: 2000)) == 414)
        #expect(status("GET /" + String(repeating: "x", count: 100) + " HTTP/1.1\r\nHost: h\r\n\r\n") == 414)
        #expect(status("GET / HTTP/1.1\r\nHost: h\r\nA: " + String(repeating: "x", count: 2000)) == 431)
        #expect(status("GET / HTTP/1.1\r\nHost: h\r\nA: a\r\nB: b\r\n\r\n") == nil)
        #expect(status("GET / HTTP/1.1\r\nHost: h\r\nA: a\r\nB: b\r\nC: c\r\n\r\n") == 431)
    }

    @Test func `a body of exactly the limit is taken`() {
        let limits = RequestLimits(bodyBytes: 3)
        let head = "PUT / HTTP/1.1\r\nHost: h\r\n"
        #expect(parsed(head + "Content-Length: 3\r\n\r\nabc", limits: limits).first?.request?.body == Array("abc".utf8))
        #expect(parsed(head + "Content-Length: 4\r\n\r\nabcd", limits: limits).first?.fault?.status == 413)
        let chunked = head + "Transfer-Encoding: chunked\r\n\r\n"
        #expect(parsed(chunked + "2\r\nab\r\n1\r\nc\r\n0\r\n\r\n", limits: limits).first?.request?.body == Array("abc".utf8))
        #expect(parsed(chunked + "2\r\nab\r\n2\r\ncd\r\n0\r\n\r\n", limits: limits).first?.fault?.status == 413)
    }

    @Test func `who waits for leave to send is given it, unless the body has begun or is too large`() {
        let head = "PUT / HTTP/1.1\r\nHost: h\r\nExpect: 100-Continue\r\nContent-Length: 3\r\n\r\n"
        var parser = RequestParser(limits: RequestLimits())
        parser.append(head.utf8)
        #expect(parser.next()?.isContinue == true)
        #expect(parser.next() == nil)
        #expect(parser.isMidRequest)
        parser.append("abc".utf8)
        #expect(parser.next()?.request?.body == Array("abc".utf8))
        #expect(!parser.isMidRequest)
        #expect(parsed(head + "abc").map { $0.request != nil } == [true])
        #expect(parsed(head, limits: RequestLimits(bodyBytes: 2)).map { $0.fault?.status } == [413])
    }

    @Test(arguments: [
        ("HTTP/1.1", "", true), ("HTTP/1.1", "Connection: close\r\n", false), ("HTTP/1.1", "Connection: x, CLOSE\r\n", false),
        ("HTTP/1.0", "", false), ("HTTP/1.0", "Connection: Keep-Alive\r\n", true),
        ("HTTP/1.0", "Connection: keep-alive, close\r\n", false),
    ])
    func `a connection lasts as RFC 9112 section 9.3 says`(version: String, field: String, lasts: Bool) {
        let one = "GET / \(version)\r\nHost: h\r\n\(field)\r\n"
        #expect(parsed(one + one).count == (lasts ? 2 : 1))
    }
}
