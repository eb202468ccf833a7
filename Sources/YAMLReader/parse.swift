internal import AssayCore
internal import CLibYAML

/// A place as libyaml counts it: from 0, in characters. Line breaks are LF, CR and CRLF, which counts as two.
struct Mark {
    var index: Int
    var line: Int
    var column: Int

    var position: SourcePosition { SourcePosition(line: line + 1, column: column + 1) }

    fileprivate init(_ mark: yaml_mark_t) {
        index = Int(mark.index)
        line = Int(mark.line)
        column = Int(mark.column)
    }
}

enum ScalarStyle {
    case plain, quoted, block

    fileprivate init(_ style: yaml_scalar_style_t) {
        switch style {
        case YAML_LITERAL_SCALAR_STYLE, YAML_FOLDED_SCALAR_STYLE: self = .block
        case YAML_SINGLE_QUOTED_SCALAR_STYLE, YAML_DOUBLE_QUOTED_SCALAR_STYLE: self = .quoted
        default: self = .plain
        }
    }
}

/// What an event says about the node that starts there.
struct NodeHead {
    /// Of the anchor or tag, if there is one.
    var start: Mark
    /// Scalars: the end of the text. Flow collections: after the bracket. Block collections: where the first child starts.
    var end: Mark
    /// `nil` for most nodes, which keeps a head cheap to pass on.
    private var names: Names?
    /// Of a collection: written in brackets, or as a pair without them inside of a flow sequence.
    var isFlow = false

    var hasProperties: Bool { names != nil }
    var anchor: String? { names?.anchor }
    /// Local tags as written, core tags in full, `!` for the non-specific tag.
    var tag: String? { names?.tag }

    private final class Names {
        let anchor: String?
        let tag: String?

        init(anchor: String?, tag: String?) {
            self.anchor = anchor
            self.tag = tag
        }
    }
}

/// Why libyaml gave up.
struct ParserFailure {
    var isOutOfMemory: Bool
    /// What it was doing, and where that began: "while scanning a quoted scalar".
    var context: String?
    var contextMark: Mark
    var problem: String
    var problemMark: Mark
}

/// Feeds every event of the file to `builder`, until the end, the first failure, or until the builder has stopped.
///
/// The only place that knows libyaml. The bytes have passed `InputFault`.
func parse(_ file: SourceFile, into builder: inout TreeBuilder) -> ParserFailure? {
    // libyaml stores this address inside the struct: it must never move, so heap and not `&property`.
    let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    defer { unsafe parser.deallocate() }
    guard unsafe yaml_parser_initialize(parser) == 1 else { return unsafe ParserFailure(parser.pointee) }
    defer { unsafe yaml_parser_delete(parser) }
    // libyaml keeps the input pointer without copying: the whole parse happens inside this closure.
    return unsafe file.bytes.withUnsafeBufferPointer { input -> ParserFailure? in
        let skipped = byteOrderMarkLength(file.bytes)
        // An empty array has no address, and libyaml asserts on NULL.
        guard let start = input.baseAddress, input.count > skipped else { return nil }
        unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
        unsafe yaml_parser_set_input_string(parser, start + skipped, input.count - skipped)
        var event = unsafe yaml_event_t()
        while !builder.isStopped {
            // After a failure or the end libyaml "succeeds" with no event: stop at the first of either.
            guard unsafe yaml_parser_parse(parser, &event) == 1 else { return unsafe ParserFailure(parser.pointee) }
            defer { unsafe yaml_event_delete(&event) }
            if unsafe event.type == YAML_STREAM_END_EVENT { break }
            unsafe builder.take(event)
        }
        return nil
    }
}

extension TreeBuilder {
    fileprivate mutating func take(_ event: borrowing yaml_event_t) {
        switch unsafe event.type {
        case YAML_DOCUMENT_START_EVENT: startDocument()
        case YAML_DOCUMENT_END_EVENT: endDocument()
        case YAML_ALIAS_EVENT:
            let name = unsafe String(yaml: event.data.alias.anchor) ?? ""
            unsafe addAlias(name, from: Mark(event.start_mark), to: Mark(event.end_mark))
        case YAML_SCALAR_EVENT:
            let (anchor, tag) = unsafe (event.data.scalar.anchor, event.data.scalar.tag)
            let content = unsafe UnsafeBufferPointer(start: event.data.scalar.value, count: event.data.scalar.length)
            // By length: scalars may hold NUL.
            unsafe addScalar(content.span, ScalarStyle(event.data.scalar.style), NodeHead(event, anchor: anchor, tag: tag))
        case YAML_SEQUENCE_START_EVENT:
            let (anchor, tag) = unsafe (event.data.sequence_start.anchor, event.data.sequence_start.tag)
            var head = unsafe NodeHead(event, anchor: anchor, tag: tag)
            head.isFlow = unsafe event.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE
            startCollection(.sequence, head)
        case YAML_MAPPING_START_EVENT:
            let (anchor, tag) = unsafe (event.data.mapping_start.anchor, event.data.mapping_start.tag)
            var head = unsafe NodeHead(event, anchor: anchor, tag: tag)
            head.isFlow = unsafe event.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE
            startCollection(.mapping, head)
        case YAML_SEQUENCE_END_EVENT, YAML_MAPPING_END_EVENT:
            unsafe endCollection(from: Mark(event.start_mark), to: Mark(event.end_mark))
        default: break
        }
    }
}

extension NodeHead {
    fileprivate init(
        _ event: borrowing yaml_event_t, anchor: UnsafeMutablePointer<yaml_char_t>?, tag: UnsafeMutablePointer<yaml_char_t>?
    ) {
        start = unsafe Mark(event.start_mark)
        end = unsafe Mark(event.end_mark)
        if unsafe anchor != nil || tag != nil {
            names = unsafe Names(anchor: String(yaml: anchor), tag: String(yaml: tag))
        }
    }
}

extension ParserFailure {
    fileprivate init(_ parser: borrowing yaml_parser_t) {
        isOutOfMemory = unsafe parser.error == YAML_MEMORY_ERROR
        context = unsafe parser.context.map { unsafe String(cString: $0) }
        contextMark = unsafe Mark(parser.context_mark)
        problem = unsafe parser.problem.map { unsafe String(cString: $0) } ?? "the text cannot be read"
        problemMark = unsafe Mark(parser.problem_mark)
    }
}

extension String {
    fileprivate init?(yaml text: UnsafeMutablePointer<yaml_char_t>?) {
        guard let text = unsafe text else { return nil }
        unsafe self.init(cString: text)
    }
}
