package import AssayCore

/// A diagnostic as a test states it. `end` is left out where only the start matters.
package struct ExpectedDiagnostic {
    package var id: String
    package var start: Character
    package var end: Character?
    package var message: String
    package var fix: String?
    package var notes: [(Character, String)] = []

    package static func error(
        _ id: String, _ start: Character, to end: Character? = nil, _ message: String, fix: String? = nil,
        notes: [(Character, String)] = []
    ) -> ExpectedDiagnostic {
        ExpectedDiagnostic(id: id, start: start, end: end, message: message, fix: fix, notes: notes)
    }
}

extension MarkedText {
    /// Returns in what the diagnostics depart from those expected, a line each; empty when they agree.
    package func departures(of found: [Diagnostic], from expected: [ExpectedDiagnostic]) -> [String] {
        var departures: [String] = []
        func compare<Value: Equatable>(_ what: String, _ found: Value, _ expected: Value) {
            if found != expected { departures.append("\(what): expected \(expected), found \(found)") }
        }
        compare("messages", found.map(\.message), expected.map(\.message))
        for (diagnostic, wanted) in zip(found, expected) {
            compare("id", diagnostic.id, wanted.id)
            compare("fix of '\(wanted.message)'", diagnostic.fix, wanted.fix)
            compare("start of '\(wanted.message)'", diagnostic.range?.start, place(wanted.start))
            if let end = wanted.end { compare("end of '\(wanted.message)'", diagnostic.range?.end, place(end)) }
            compare("notes", diagnostic.notes.map(\.message), wanted.notes.map(\.1))
            compare("places of notes", diagnostic.notes.map(\.range.start), wanted.notes.map { place($0.0) })
            if diagnostic.rendered().isEmpty { departures.append("nothing is rendered") }
        }
        return departures
    }
}
