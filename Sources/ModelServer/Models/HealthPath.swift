internal import AssayCore

/// `/healthz`, which says that the server is up.
enum HealthPath {
    static let path = "/healthz"

    static let answer = Response(
        status: 200, headers: HeaderFields([.init(name: "Content-Type", value: "text/plain; charset=utf-8")]),
        body: Array("ok\n".utf8))

    static func isAsked(by request: Request) -> Bool {
        request.path.utf8.elementsEqual(path.utf8)
            && (request.method.utf8.elementsEqual("GET".utf8) || request.method.utf8.elementsEqual("HEAD".utf8))
    }

    /// Whether the model has something of its own there: it is asked, and answers otherwise than at a path that it cannot know.
    static func isOwned(by served: ServedModel) -> Bool {
        guard let status = status(at: path, of: served) else { return false }
        return status < 400 || status != self.status(at: "/healthz-4d9c51", of: served)
    }

    private static func status(at path: String, of served: ServedModel) -> Int? {
        guard var model = try? served.model.init(given: served.given(seed: served.seed)) as any Model else { return nil }
        return try? model.respond(to: Request(method: "GET", path: path)).response.status
    }
}
