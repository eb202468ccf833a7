/// A document that says what a system must do, cut into clauses.
public struct Specification: Sendable {
    public struct Source: Sendable {
        public var title: String?
        public var url: String?
        public var retrieved: String?

        public init(title: String? = nil, url: String? = nil, retrieved: String? = nil) {
            self.title = title
            self.url = url
            self.retrieved = retrieved
        }
    }

    /// The name that scenarios give under `specification`.
    public var name: String
    public var title: String?
    public var source: Source
    /// In the order of the document.
    public var clauses: [Clause]
    public var operations: [Operation]
    public var file: SourceFile

    public init(name: String, title: String?, source: Source, clauses: [Clause], operations: [Operation] = [], file: SourceFile) {
        self.name = name
        self.title = title
        self.source = source
        self.clauses = clauses
        self.operations = operations
        self.file = file
    }
}

/// One thing that the specification demands.
public struct Clause: Sendable {
    /// How binding it is, in the words of RFC 2119.
    public enum Level: String, Sendable, CaseIterable { case must, should, may }

    /// Who says so: the document, other public evidence, or a reading of our own where the document is silent.
    public enum Origin: String, Sendable, CaseIterable { case documented, inferred, chosen }

    public var id: ClauseID
    public var level: Level
    public var origin: Origin
    public var section: String?
    public var text: String
    public var because: String?
    /// Why no scenario tests it.
    public var notTested: String?
    public var range: SourceRange

    public init(
        id: ClauseID, level: Level, origin: Origin, section: String?, text: String, because: String?, notTested: String?,
        range: SourceRange
    ) {
        self.id = id
        self.level = level
        self.origin = origin
        self.section = section
        self.text = text
        self.because = because
        self.notTested = notTested
        self.range = range
    }
}
