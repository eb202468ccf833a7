import AssayCore
import Testing

@testable import ScenarioRunning

struct RequestTests {
    private func sent(_ request: RequestTemplate, change: (inout Scene) -> Void = { _ in }) async throws -> Request {
        var scene = Scene(request: request)
        change(&scene)
        return try await scene.sent()
    }

    @Test(
        arguments: [
            (["a": "b c+d&ü~"], "a=b%20c%2Bd%26%C3%BC~"), (["a": [1, true, "x"]], "a=1&a=true&a=x"),
            (["a": nil, "b": .absent, "c": ""], "c="), (["a": nil], nil), ([:], nil), (["a[]": [.absent, 2]], "a%5B%5D=2"),
        ] as [(KeyValuePairs<String, Template>, String?)])
    func `query parameters are percent-encoded, lists repeat and nothing is left out`(
        parameters: KeyValuePairs<String, Template>, expected: String?
    ) async throws {
        #expect(try await sent(Scene.request(query: .parameters(.of(parameters)))).query == expected)
    }

    @Test func `a raw query is sent untouched and a path keeps its escapes`() async throws {
        let request = try await sent(Scene.request(path: "/a b/%2F/ü", query: .raw("x=+&&y")))
        #expect(request.query == "x=+&&y")
        #expect(request.path == "/a%20b/%2F/%C3%BC")
    }

    @Test func `a question mark in a path is an error at its place`() async throws {
        let result = try await Scene(request: Scene.request(path: "/a?b=1")).result()
        #expect(result.verdict == .errored)
        #expect(result.reason == "the path has a '?': parameters belong under 'query'; in a path it is %3F")
        #expect(result.place?.range.start.line == 6)
    }

    @Test func `headers of the target are sent unless the request sets or refuses them`() async throws {
        let headers: [Template.Member] = .of(["x-own": ["1", "2"], "AUTHORIZATION": .absent])
        let request = try await sent(Scene.request(headers: headers)) {
            $0.targetHeaders = .of(["Authorization": "Bearer k", "X-Own": "3", "X-Run": "4"])
        }
        #expect(request.headers.fields.map { "\($0.name): \($0.value)" } == ["x-own: 1", "x-own: 2", "X-Run: 4"])
    }

    @Test func `cookies and credentials become headers`() async throws {
        let credentials = RequestTemplate.Credentials.basic(user: "Aladdin", password: "open sesame")
        let request = try await sent(Scene.request(cookies: .of(["a": 1, "b": "x", "c": .absent]), credentials: credentials)) {
            $0.targetHeaders = .of(["Authorization": "Bearer k"])
        }
        #expect(request.headers["Cookie"] == "a=1; b=x")
        // RFC 7617 section 2.
        #expect(request.headers[all: "Authorization"] == ["Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="])
        #expect(try await sent(Scene.request(credentials: .bearer("t"))).headers["Authorization"] == "Bearer t")
    }

    @Test(
        arguments: [
            (
                .json(["a": 1, "b": .absent, "c": nil, "d": ["x", false]]), #"{"a":1,"c":null,"d":["x",false]}"#,
                "application/json"
            ),
            (.text("é"), "é", "text/plain; charset=utf-8"),
            (.form(.of(["a b": "c d", "e": ["1", "&"]])), "a+b=c+d&e=1&e=%26", "application/x-www-form-urlencoded"),
            (.file("body.bin"), "from a file", nil), (.base64("aGk="), "hi", nil), (.json(.absent), nil, nil),
        ] as [(RequestTemplate.Body, String?, String?)])
    func `bodies are written by their kind`(body: RequestTemplate.Body, text: String?, type: String?) async throws {
        let request = try await sent(Scene.request(body: body)) { $0.files.files = ["body.bin": "from a file"] }
        #expect(request.body == text.map { Array($0.utf8) })
        #expect(request.headers["Content-Type"] == type)
    }

    @Test func `a content type that is set stays`() async throws {
        let request = try await sent(Scene.request(headers: .of(["content-type": "a/b"]), body: .json([])))
        #expect(request.headers[all: "Content-Type"] == ["a/b"])
        let without = try await sent(Scene.request(headers: .of(["content-type": .absent]), body: .json([])))
        #expect(without.headers.fields.isEmpty)
    }

    @Test func `a header value with a line break is refused`() async throws {
        let result = try await Scene(request: Scene.request(headers: .of(["X": "a\r\nY: b"]))).result()
        #expect(result.reason == "the header 'X' has a line break or NUL in its value")
        let cookie = try await Scene(request: Scene.request(cookies: .of(["X": "a\r\nY: b"]))).result()
        #expect(cookie.reason == "the header 'Cookie' has a line break or NUL in its value")
        let bearer = try await Scene(request: Scene.request(credentials: .bearer("a\nY: b"))).result()
        #expect(bearer.reason == "the header 'Authorization' has a line break or NUL in its value")
    }
}
