package import AssayCore

/// One YAML document in memory; `YAMLNode`s are views into it and keep it alive.
///
/// What is read is YAML 1.2 with the core schema, on top of libyaml, and merge keys. Every document is checked while it is read:
/// keys are scalars and given once, aliases resolve to finished nodes, nesting and alias expansion are bounded.
package final class YAMLDocument: Sendable {
    /// Deepest nesting of sequences and mappings, counted with aliases expanded.
    package static let maximumDepth = 100
    /// How many nodes aliases may add to those that are written in a document.
    package static let maximumExpansion = 1_000_000

    package let file: SourceFile
    let arena: NodeArena
    private let rootIndex: UInt32?

    init(file: SourceFile, arena: NodeArena, root: UInt32?) {
        self.file = file
        self.arena = arena
        rootIndex = root
    }

    /// `nil` for a file that holds no document: an empty one, or one of comments only. `---` alone holds a null.
    package var root: YAMLNode? {
        rootIndex.map { YAMLNode(document: self, child: $0) }
    }

    /// Returns every document of the file in order; none for an empty file.
    ///
    /// - Throws: everything that is wrong with the file, up to its first fault of syntax, in the order of the file.
    package static func read(_ file: SourceFile) throws(InvalidInput) -> [YAMLDocument] {
        if let fault = InputFault(in: file.bytes) { throw InvalidInput([fault.diagnostic(in: file)]) }
        var builder = TreeBuilder(file: file)
        if let failure = parse(file, into: &builder) {
            builder.report(failure.diagnostic(in: file))
        }
        guard builder.diagnostics.isEmpty else { throw InvalidInput(inFileOrder(builder.diagnostics)) }
        return builder.documents
    }

    /// Returns the only document of the file; one without a root when the file is empty.
    ///
    /// - Throws: as `read(_:)`, and when a second document starts.
    package static func readSingle(_ file: SourceFile) throws(InvalidInput) -> YAMLDocument {
        let documents = try read(file)
        guard documents.count > 1 else { return documents.first ?? YAMLDocument(file: file, arena: NodeArena(), root: nil) }
        let place = documents[1].arena.records.first.map { SourceRange(start: $0.start, end: $0.end) }
        throw InvalidInput([
            Diagnostic(
                "several-documents", "a second document starts in a file that holds one",
                fix: "remove the '---' or '...' before it",
                in: file, at: place)
        ])
    }

    /// Faults of a mapping are met at its end, those inside it before.
    private static func inFileOrder(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
        let start = SourcePosition(line: 0, column: 0)
        return diagnostics.sorted { ($0.range?.start ?? start) < ($1.range?.start ?? start) }
    }
}
