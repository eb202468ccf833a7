internal import AssayCore

extension ParserFailure {
    /// Returns the failure in the user's terms.
    ///
    /// The place is where the unfinished thing began, and the note where it could not go on: a missing `]` is missing from its `[`.
    /// For block mappings and sequences it is the other way round: they may have begun hundreds of lines before a wrong indentation.
    func diagnostic(in file: SourceFile) -> Diagnostic {
        if isOutOfMemory { return Diagnostic("out-of-memory", "there is not enough memory to read the file", in: file, at: nil) }
        let explanation = explanation(of: FailureText(file, context: contextMark, problem: problemMark))
        var diagnostic = Diagnostic("yaml-syntax", explanation.message, fix: explanation.fix, in: file, at: explanation.range)
        if let note = explanation.note, note.range.start != explanation.range.start {
            diagnostic.notes = [Diagnostic.Note(note.message, in: file, at: note.range)]
        }
        return diagnostic
    }

    private func explanation(of text: FailureText) -> Explanation {
        switch context {
        case "while scanning a quoted scalar", "while parsing a quoted scalar": explainQuoted(text)
        case "while scanning a block scalar": explainBlockScalar(text)
        case "while scanning a tag", "while parsing a tag", "while parsing a node": explainTag(text)
        case "while scanning an alias", "while scanning an anchor": explainAnchor(text)
        case "while scanning a simple key": explainMissingColon(text)
        case "while parsing a flow sequence", "while parsing a flow mapping": explainFlow(text)
        case "while parsing a block mapping": explainBlockMapping(text)
        case "while parsing a block collection": explainBlockSequence(text)
        default: explainToken(text)
        }
    }
}

/// What a failure means: the parts of its diagnostic.
private struct Explanation {
    var message: String
    var fix: String?
    var range: SourceRange
    var note: (message: String, range: SourceRange)?

    init(_ message: String, fix: String? = nil, at range: SourceRange, note: (message: String, range: SourceRange)? = nil) {
        self.message = message
        self.fix = fix
        self.range = range
        self.note = note
    }
}

/// The two lines that libyaml's marks point at.
private struct FailureText {
    let context: Spot
    let problem: Spot
    /// The last line before the problem's that is not blank; `nil` when there is none.
    let lineBefore: Spot?

    struct Spot {
        let mark: Mark
        let line: [Unicode.Scalar]

        init(_ file: SourceFile, _ mark: Mark) {
            self.mark = mark
            let scalars = Array((file.line(mark.line + 1) ?? "").unicodeScalars)
            line = mark.line == 0 && scalars.first == "\u{FEFF}" ? Array(scalars.dropFirst()) : scalars
        }

        var before: ArraySlice<Unicode.Scalar> { line[..<min(mark.column, line.count)] }
        var after: ArraySlice<Unicode.Scalar> { line[min(mark.column, line.count)...] }
        var scalar: Unicode.Scalar? { after.first }
        var isLineStart: Bool { before.allSatisfy { $0 == " " || $0 == "\t" } }

        func range(length: Int = 1) -> SourceRange {
            SourceRange(line: mark.line + 1, column: mark.column + 1, length: length)
        }
    }

    init(_ file: SourceFile, context: Mark, problem: Mark) {
        self.context = Spot(file, context)
        self.problem = Spot(file, problem)
        var mark = problem
        var spot: Spot?
        mark.column = 0
        while mark.line > 0, spot == nil {
            mark.line -= 1
            let candidate = Spot(file, mark)
            if !candidate.line.allSatisfy({ $0 == " " || $0 == "\t" }) { spot = candidate }
            if problem.line - mark.line > 100 { break }
        }
        lineBefore = spot
    }

    /// From the context to the problem, when they stand on one line.
    var unfinished: (text: String, range: SourceRange)? {
        guard context.mark.line == problem.mark.line, context.mark.column < problem.mark.column else { return nil }
        let length = problem.mark.column - context.mark.column
        return (string(context.after.prefix(length)), context.range(length: length))
    }
}

private func string(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
}

// MARK: - Scalars

extension ParserFailure {
    private func explainQuoted(_ text: FailureText) -> Explanation {
        let quote = text.context.scalar.map { String($0) } ?? "\""
        switch problem {
        case "found unexpected end of stream":
            return Explanation("the quoted text never ends", fix: "close it with \(quote)", at: text.context.range())
        case "found unexpected document indicator":
            return Explanation(
                "the quoted text runs into the end of the document", fix: "close it with \(quote)", at: text.context.range(),
                note: ("the document ends here", text.problem.range(length: 3)))
        case "found unknown escape character":
            let escape = string(text.problem.after.prefix(2))
            return Explanation(
                "'\(escape)' is not an escape of a double-quoted text",
                fix: "write '\\\(escape)' for a backslash, or use single quotes, which have no escapes",
                at: text.problem.range(length: 2))
        case "found invalid Unicode character escape code":
            return Explanation(
                "the escape is half of a surrogate pair or no Unicode character",
                fix: "write the character itself, or \\U and its eight hexadecimal digits", at: text.problem.range())
        case "did not find expected hexdecimal number":
            return Explanation(
                "an escape lacks hexadecimal digits: \\x takes two, \\u four, \\U eight", at: text.problem.range(),
                note: ("the quoted text starts here", text.context.range()))
        default: return general(text)
        }
    }

    private func explainBlockScalar(_ text: FailureText) -> Explanation {
        let note = ("the block text starts here", text.context.range())
        switch problem {
        case "did not find expected comment or line break":
            return Explanation(
                "only a comment may follow '|' or '>' on its line", fix: "start the text on the next line, indented",
                at: text.problem.range(), note: note)
        case "found a tab character where an indentation space is expected":
            return tabIndentation(text, note: note)
        default: return general(text)
        }
    }

    private func tabIndentation(_ text: FailureText, note: (String, SourceRange)? = nil) -> Explanation {
        let tabs = text.problem.after.prefix { $0 == "\t" }.count
        return Explanation(
            "a tab may not indent a line", fix: "indent with spaces", at: text.problem.range(length: max(tabs, 1)), note: note)
    }
}

// MARK: - Tags, anchors

extension ParserFailure {
    private func explainTag(_ text: FailureText) -> Explanation {
        if problem == "found undefined tag handle" {
            let tag = string(text.problem.after.prefix { $0 != " " && $0 != "\t" && $0 != "," })
            return Explanation(
                "the prefix of the tag '\(tag)' is not defined", fix: "write the tag with one '!'",
                at: text.problem.range(length: max(tag.unicodeScalars.count, 1)))
        }
        guard let (tag, range) = text.unfinished, let next = text.problem.scalar,
            problem == "did not find expected whitespace or line break" || problem == "did not find expected tag URI"
        else { return general(text) }
        switch next {
        case "}", "]":
            return Explanation("the tag '\(tag)' runs into '\(next)'", fix: "put a space before it: '\(tag) \(next)'", at: range)
        case "{", "[", "\"", "|", ">":
            return Explanation("the tag '\(tag)' runs into '\(next)'", fix: "put a space before it: '\(tag) \(next)'", at: range)
        default:
            return Explanation(
                "a tag may not hold '\(next)'", fix: "quote the text if it is not a tag", at: text.problem.range(),
                note: ("the tag starts here", text.context.range()))
        }
    }

    private func explainAnchor(_ text: FailureText) -> Explanation {
        guard problem == "did not find expected alphabetic or numeric character", let sign = text.context.scalar else {
            return general(text)
        }
        let what = sign == "*" ? "an alias" : "an anchor"
        return Explanation(
            "'\(sign)' starts \(what), whose name holds only ASCII letters, digits, '-' and '_'",
            fix: "quote the text if '\(sign)' is meant", at: text.unfinished?.range ?? text.context.range())
    }
}

// MARK: - Collections

extension ParserFailure {
    /// A line of a block mapping that is no entry: mostly `key:value`.
    private func explainMissingColon(_ text: FailureText) -> Explanation {
        let key = text.context
        let shown = string(key.after.prefix(60))
        let range = key.range(length: max(min(key.after.count, 60), 1))
        let note = ("it was looked for up to here", text.problem.range())
        if key.after.count > 1024, key.after.dropFirst(1024).contains(":") {
            return Explanation(
                "a key has more than 1,024 characters", fix: "write '? ' before it and ': ' on the next line", at: key.range())
        }
        if let colon = colonWithoutSpace(in: key.after) {
            let name = string(key.after[..<colon])
            let value = string(key.after[(colon + 1)...].prefix(40))
            return Explanation("a space is missing after the ':' of '\(name)'", fix: "write '\(name): \(value)'", at: range)
        }
        return Explanation(
            "no ': ' follows the key '\(shown)'",
            fix: "write 'key: value', or indent the line if it belongs to the text before it",
            at: range, note: note)
    }

    private func colonWithoutSpace(in line: ArraySlice<Unicode.Scalar>) -> Int? {
        line.indices.first { index in
            guard line[index] == ":", index > line.startIndex, index + 1 < line.endIndex else { return false }
            return line[index + 1] != " " && line[index + 1] != "/"
        }
    }

    private func explainFlow(_ text: FailureText) -> Explanation {
        let isSequence = context == "while parsing a flow sequence"
        let (name, close) = isSequence ? ("sequence", "]") : ("mapping", "}")
        guard problem.hasPrefix("did not find expected ','") else { return general(text) }
        return Explanation(
            "a ',' or '\(close)' is missing in the \(name) that starts here", at: text.context.range(),
            note: ("it was expected before this", text.problem.range()))
    }

    private func explainBlockMapping(_ text: FailureText) -> Explanation {
        let note = ("the mapping starts here", text.context.range())
        let problem = text.problem
        if problem.isLineStart {
            return Explanation(
                "the line is indented unlike the keys of its mapping", fix: "indent it like the keys it belongs to",
                at: problem.range(), note: note)
        }
        let before = problem.before.last { $0 != " " && $0 != "\t" }
        if before == "\"" || before == "'" {
            return Explanation(
                "text follows a quoted text", fix: "quote all of it; within single quotes write '' for '", at: problem.range(),
                note: note)
        }
        return Explanation("this belongs to no key of the mapping", at: problem.range(), note: note)
    }

    private func explainBlockSequence(_ text: FailureText) -> Explanation {
        let note = ("the sequence starts here", text.context.range())
        guard text.problem.isLineStart else {
            return Explanation("this belongs to no item of the sequence", at: text.problem.range(), note: note)
        }
        return Explanation(
            "the line is no item of the sequence before it: it does not start with '- ' below the first one",
            at: text.problem.range(), note: note)
    }
}

// MARK: - Tokens

extension ParserFailure {
    private func explainToken(_ text: FailureText) -> Explanation {
        let spot = text.problem
        switch problem {
        case "mapping values are not allowed in this context": return explainUnexpectedColon(text)
        case "block sequence entries are not allowed in this context":
            return Explanation(
                "an item of a sequence may not start here", fix: "put '- ' on a line of its own, or quote the text",
                at: spot.range())
        case "mapping keys are not allowed in this context":
            return Explanation("'? ' may not stand here", fix: "quote the text if '?' is meant", at: spot.range())
        case "found a tab character that violates indentation": return tabIndentation(text)
        case "found character that cannot start any token":
            guard let scalar = spot.scalar else { return general(text) }
            if scalar == "\t" { return tabIndentation(text) }
            return Explanation("an unquoted text may not start with '\(scalar)'", fix: "quote the text", at: spot.range())
        case "did not find expected node content":
            guard let scalar = spot.scalar else { return Explanation("a value is missing here", at: spot.range()) }
            return Explanation("'\(scalar)' stands where a value should", fix: "quote it if a text is meant", at: spot.range())
        case "did not find expected <document start>":
            return Explanation(
                "the document has ended before this", fix: "start another one with '---', or look for a bracket too many",
                at: spot.range())
        case "found incompatible YAML document":
            return Explanation(
                "the file asks for another version than YAML 1.1 or 1.2", at: spot.range(length: max(spot.after.count, 1)))
        default: return general(text)
        }
    }

    private func explainUnexpectedColon(_ text: FailureText) -> Explanation {
        let spot = text.problem
        if let first = spot.before.indices.dropLast().first(where: { spot.line[$0] == ":" && spot.line[$0 + 1] == " " }) {
            return Explanation(
                "a second ': ' stands in the value of '\(string(spot.before[..<first].drop { $0 == " " }))'",
                fix: "quote the value, or start the inner mapping on the next line", at: spot.range())
        }
        guard let line = text.lineBefore else {
            return Explanation("': ' may not stand here", fix: "quote the text", at: spot.range())
        }
        let content = line.line.drop { $0 == " " || $0 == "\t" }
        let range = SourceRange(line: line.mark.line + 1, column: content.startIndex + 1, length: max(content.count, 1))
        if let colon = colonWithoutSpace(in: content) {
            let name = string(content[..<colon])
            return Explanation(
                "a space is missing after the ':' of '\(name)'",
                fix: "write '\(name): \(string(content[(colon + 1)...].prefix(40)))'",
                at: range, note: ("so this line was read as more of the text", spot.range()))
        }
        return Explanation(
            "': ' may not stand here: the line goes on with the text of the line before it",
            fix: "quote that text, or give it a key",
            at: spot.range(), note: ("the text before it", range))
    }

    /// libyaml's own words.
    private func general(_ text: FailureText) -> Explanation {
        guard let context else { return Explanation(problem, at: text.problem.range()) }
        return Explanation(
            "\(problem) \(context)", at: text.context.range(), note: ("it was expected here", text.problem.range()))
    }
}
