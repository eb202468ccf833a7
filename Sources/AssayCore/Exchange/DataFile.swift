import Synchronization

/// A data file that scenarios share: read once in a run, parsed once for each type that a model reads it as.
public final class DataFile: Sendable {
    /// Relative to the project folder; what messages print.
    public let path: String
    public let bytes: [UInt8]

    private struct Parsed: Sendable {
        var type: ObjectIdentifier
        var result: Result<any Sendable, any Error>
    }

    private let parsed = Mutex<[Parsed]>([])

    public init(path: String, bytes: [UInt8]) {
        self.path = path
        self.bytes = bytes
    }

    /// Returns the content as `parse` reads it. The first caller parses; the others wait, and share its value or error.
    public func content<Content: Sendable>(
        as type: Content.Type = Content.self, _ parse: ([UInt8]) throws -> Content
    ) throws -> Content {
        try parsed.withLock { known in
            if let found = known.first(where: { $0.type == ObjectIdentifier(type) }) {
                if let content = try found.result.get() as? Content { return content }
            }
            let result = Result<Content, any Error> { try parse(bytes) }
            known.append(Parsed(type: ObjectIdentifier(type), result: result.map { $0 as any Sendable }))
            return try result.get()
        }
    }
}
