import AssayCore

extension Difference {
    /// What is wrong, in one line without the place: `expected 400, got 200`.
    var remark: String {
        var text: String
        switch (expected, actual) {
        case (let expected?, let actual?):
            if let marked = markedText(expected, actual) {
                text = marked
                break
            }
            let (due, came) = shownPair(expected, actual)
            text = kindWord.map { "\($0): " } ?? ""
            text += "expected \(due), got \(came)"
            // Two texts may look the same: say at least where they part.
            if due.utf8.elementsEqual(came.utf8), note == nil { text += " (they look alike but differ in their bytes)" }
        case (let expected?, nil): text = "expected \(ConformanceReporting.shown(expected, limit: 160)), got nothing"
        case (nil, let actual?): text = "expected nothing, got \(ConformanceReporting.shown(actual, limit: 160))"
        case (nil, nil):
            guard let note else { return kind.phrase }
            return ConformanceReporting.shown(note)
        }
        if let note { text += " (\(ConformanceReporting.shown(note)))" }
        return text
    }

    /// The place and what is wrong there.
    var line: String {
        let place = place.shown
        return place.isEmpty ? remark : "\(place): \(remark)"
    }

    /// Two long JSON strings of which most is the same, as one text with what differs marked by words.
    private func markedText(_ expected: String, _ actual: String) -> String? {
        guard kind == .value, case .json = place else { return nil }
        let sides = [expected, actual].map { $0.drop { $0 == "\u{2026}" } }
        guard sides.allSatisfy({ $0.utf8.first == UInt8(ascii: "\"") }) else { return nil }
        return PaintedText(longTextsFrom: expected, to: actual)?.plain.cut(to: 400)
    }

    private var kindWord: String? {
        switch kind {
        case .order, .renamed, .ragged: kind.phrase
        default: nil
        }
    }
}

extension Difference.Kind {
    var phrase: String {
        switch self {
        case .value: "another value"
        case .type: "another type"
        case .missing: "missing"
        case .extra: "not expected"
        case .order: "in another order"
        case .duplicate: "stands there twice"
        case .renamed: "another name"
        case .ragged: "another number of fields"
        case .dialect: "another dialect"
        case .unreadable: "unreadable"
        }
    }
}

extension Difference.Place {
    /// Where it is, in words; empty for the content as a whole.
    var shown: String {
        switch self {
        case .whole: ""
        case .json(let pointer): pointer.isEmpty ? "the whole document" : ConformanceReporting.shown(pointer, limit: 200)
        case .cell(let record, let column, let key):
            "record \(record)\(Self.shown(key: key)), column \(ConformanceReporting.shown(column, limit: 80))"
        case .record(let record, let key): "record \(record)\(Self.shown(key: key))"
        case .column(let name): "column \(ConformanceReporting.shown(name, limit: 80))"
        case .line(let line): "line \(line)"
        case .byte(let offset): "byte \(offset)"
        }
    }

    private static func shown(key: [String]) -> String {
        key.isEmpty ? "" : " [\(key.map { ConformanceReporting.shown($0, limit: 80) }.joined(separator: ", "))]"
    }
}
