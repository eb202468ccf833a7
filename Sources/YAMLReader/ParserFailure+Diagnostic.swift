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

    func tabIndentation(_ text: FailureText, note: (String, SourceRange)? = nil) -> Explanation {
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
        guard let (fullTag, range) = text.unfinished, let next = text.problem.scalar,
            problem == "did not find expected whitespace or line break" || problem == "did not find expected tag URI"
        else { return general(text) }
        let tag = fullTag.abbreviated
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
