internal import AssayCore

/// Builds the documents of a file from libyaml's events, and refuses what the events alone do not.
struct TreeBuilder {
    let file: SourceFile
    private(set) var documents: [YAMLDocument] = []
    private(set) var diagnostics: [Diagnostic] = []
    /// Set when reading on would cost too much, or could only repeat what was said.
    private(set) var isStopped = false

    var arena = NodeArena()
    private var root: UInt32?
    var cursor: SourceCursor
    private var open: [OpenCollection] = []
    /// The children of all open collections, outermost first.
    var pending: [UInt32] = []
    var anchors: [Anchor] = []
    /// The last anchor of each name, as an index of `anchors`.
    var anchorNumbers: [String: Int] = [:]
    /// Nodes of the document so far, with aliases expanded, and those of them that aliases added.
    private var expandedCount = 0
    private var addedCount = 0

    private static let maximumDiagnostics = 100

    /// A sequence or mapping whose end was not met yet.
    struct OpenCollection {
        let node: UInt32
        let isMapping: Bool
        let isFlow: Bool
        /// Where its children start in `pending`.
        let firstPending: Int
        let anchor: Int?
        let expandedBefore: Int
        /// Of the deepest child, 0 for scalars.
        var height = 0
        var hasMergeKey = false
    }

    /// What an alias needs to know of the node that it stands for.
    struct Anchor {
        let node: UInt32
        /// 0 for a scalar.
        var height = 0
        /// Nodes with aliases expanded, itself included.
        var size = 1
        var isOpen: Bool
    }

    init(file: SourceFile) {
        self.file = file
        cursor = SourceCursor(file.bytes)
    }

    mutating func report(_ diagnostic: Diagnostic) {
        diagnostics.append(diagnostic)
        if diagnostics.count == Self.maximumDiagnostics { isStopped = true }
    }

    mutating func stop(with diagnostic: Diagnostic) {
        report(diagnostic)
        isStopped = true
    }

    mutating func startDocument() {
        if documents.isEmpty { arena.reserveCapacity(forBytes: file.bytes.count) }
        root = nil
        anchors.removeAll(keepingCapacity: true)
        anchorNumbers.removeAll(keepingCapacity: true)
        (expandedCount, addedCount) = (0, 0)
    }

    mutating func endDocument() {
        documents.append(YAMLDocument(file: file, arena: arena, root: root))
        arena = NodeArena()
    }
}

// MARK: - Nodes

extension TreeBuilder {
    mutating func addScalar(_ content: Span<UInt8>, _ style: ScalarStyle, _ head: NodeHead) {
        var record = NodeRecord(start: head.start.position, end: head.end.position, kind: .scalar)
        record.first = UInt32(arena.text.count)
        record.count = UInt32(content.count)
        record.typing = style == .plain ? .schema : .text
        if style == .block { record.end = max(cursor.endOfText(before: head.end), record.start) }
        arena.append(content)
        if head.hasProperties {
            addProperties(of: &record, head)
            settleTyping(of: &record, tag: head.tag)
            if isKeyPlace { checkKeyTag(of: record) }
        } else if content.count == 0, style == .plain, isValuePlace {
            placeEmptyValue(&record, head.start)
        }
        if isKeyPlace, open[open.count - 1].isFlow, content.count > 0 { checkQuestionMark(before: head, record) }
        if isKeyPlace, style == .plain, head.tag == nil, isMergeKey(content) { open[open.count - 1].hasMergeKey = true }
        let node = add(record)
        if let name = head.anchor { _ = define(name, Anchor(node: node, isOpen: false)) }
        attach(node, height: 0)
        expandedCount += 1
    }

    mutating func startCollection(_ kind: NodeRecord.Kind, _ head: NodeHead) {
        var record = NodeRecord(start: head.start.position, end: head.end.position, kind: kind)
        if head.hasProperties {
            addProperties(of: &record, head)
            checkTag(head.tag, of: record)
        }
        if isKeyPlace { reportCollectionAsKey(record) }
        guard open.count < YAMLDocument.maximumDepth else {
            return reportDepth(at: SourceRange(start: record.start, end: record.end))
        }
        let node = add(record)
        attach(node, height: 0)
        let anchor = head.anchor.map { define($0, Anchor(node: node, isOpen: true)) }
        open.append(
            OpenCollection(
                node: node, isMapping: kind == .mapping, isFlow: head.isFlow, firstPending: pending.count, anchor: anchor,
                expandedBefore: expandedCount))
        expandedCount += 1
    }

    mutating func endCollection(from start: Mark, to end: Mark) {
        guard let collection = open.popLast() else { return }
        let node = Int(collection.node)
        if start.index != end.index {
            arena.records[node].end = end.position  // the bracket
        } else if let last = pending[collection.firstPending...].last {
            arena.records[node].end = max(arena.records[Int(last)].end, arena.records[node].start)
        }
        if collection.isMapping { settleEntries(of: collection) }
        let count = pending.count - collection.firstPending
        arena.records[node].first = UInt32(arena.children.count)
        arena.records[node].count = UInt32(collection.isMapping ? count / 2 : count)
        arena.children.append(contentsOf: pending[collection.firstPending...])
        pending.removeLast(count)
        let height = collection.height + 1
        if let anchor = collection.anchor {
            anchors[anchor].isOpen = false
            anchors[anchor].height = height
            anchors[anchor].size = expandedCount - collection.expandedBefore
        }
        if !open.isEmpty { open[open.count - 1].height = max(open[open.count - 1].height, height) }
    }

    mutating func addAlias(_ name: String, from start: Mark, to end: Mark) {
        var record = NodeRecord(start: start.position, end: end.position, kind: .alias)
        let range = SourceRange(start: record.start, end: record.end)
        guard let number = anchorNumbers[name], !anchors[number].isOpen else {
            reportUnresolved(name, at: range)
            record.first = UInt32(arena.records.count)  // stands for itself, and is none of the other kinds
            return attach(add(record), height: 0)
        }
        let anchor = anchors[number]
        expandedCount += anchor.size
        addedCount += anchor.size
        guard addedCount <= YAMLDocument.maximumExpansion else { return reportExpansion(at: range) }
        guard open.count + anchor.height <= YAMLDocument.maximumDepth else { return reportDepth(at: range) }
        if isKeyPlace {
            if anchor.height > 0 {
                reportCollectionAsKey(record)
            } else {
                checkKeyTag(of: arena.records[Int(anchor.node)], at: range)
            }
        }
        record.first = anchor.node
        attach(add(record), height: anchor.height)
    }

    private mutating func add(_ record: NodeRecord) -> UInt32 {
        arena.records.append(record)
        return UInt32(arena.records.count - 1)
    }

    private mutating func attach(_ node: UInt32, height: Int) {
        guard !open.isEmpty else {
            root = node
            return
        }
        pending.append(node)
        open[open.count - 1].height = max(open[open.count - 1].height, height)
    }

    private mutating func define(_ name: String, _ anchor: Anchor) -> Int {
        anchors.append(anchor)
        anchorNumbers[name] = anchors.count - 1
        return anchors.count - 1
    }

    /// Whether the next node is a key.
    private var isKeyPlace: Bool {
        guard let last = open.last, last.isMapping else { return false }
        return (pending.count - last.firstPending).isMultiple(of: 2)
    }

    private var isValuePlace: Bool {
        guard let last = open.last, last.isMapping else { return false }
        return !(pending.count - last.firstPending).isMultiple(of: 2)
    }

    private func isMergeKey(_ content: Span<UInt8>) -> Bool {
        content.count == 2 && content[0] == UInt8(ascii: "<") && content[1] == UInt8(ascii: "<")
    }

    /// libyaml puts the value of a key without `:` where the next token starts, however far that is.
    private mutating func placeEmptyValue(_ record: inout NodeRecord, _ mark: Mark) {
        guard let key = pending.last, cursor.byte(before: mark) != UInt8(ascii: ":") else { return }
        record.start = arena.records[Int(key)].end
        record.end = record.start
    }
}
