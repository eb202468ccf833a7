package import AssayCore

/// The Test Anything Protocol, version 14 (https://testanything.org/tap-version-14-specification.html).
///
/// A case is a test point: one that is known to fail is `TODO`, one that is skipped or inapplicable `SKIP`. Each gate is a test
/// point after them, so that a run that misses one fails here too. The line with the version says 13: nothing that only 14 has
/// is used, harnesses for 14 have to take it, and `prove` refuses 14 before version 3.48.
package struct TAPReport: ReportWriter {
    private var header: RunHeader?
    private var number = 0

    package init() {}

    package mutating func begin(_ header: RunHeader, into output: inout [UInt8]) {
        self.header = header
        let gates = header.shard == nil ? header.gates.count : 0
        var text = "TAP version 13\n1..\(header.expectedCases + gates)\n"
        text += "# \(shown(header.tool)), target \(shown(header.target)), suite \(shown(header.suiteHash))\n"
        for option in header.options { text += "# option \(shown(option))\n" }
        output += text.utf8
    }

    package mutating func add(_ result: CaseResult, into output: inout [UInt8]) {
        number += 1
        output += (Self.isOK(result.verdict) ? "ok " : "not ok ").utf8
        output += "\(number) - \(Self.escaped(result.id.description.displayed))".utf8
        if let directive = Self.directive(of: result) { output += " # \(directive)".utf8 }
        output.append(UInt8(ascii: "\n"))
        TAPDiagnostic(of: result, showsTimes: header?.showsTimes ?? false)?.write(into: &output)
    }

    package mutating func finish(_ summary: RunSummary, into output: inout [UInt8]) {
        guard let header else { return }
        let standing = RunStanding(header, summary)
        for remark in [standing.totals] + standing.remarks { output += "# \(remark)\n".utf8 }
        if summary.isInterrupted {
            output += "Bail out! \(standing.interruption)\n".utf8
        } else if standing.isEmpty {
            // A run of skipped cases, or of none, would be taken for a good one.
            output += "Bail out! nothing was checked\n".utf8
        } else {
            for gate in standing.gates {
                number += 1
                output += "\(gate.isMet ? "ok" : "not ok") \(number) - \(Self.escaped(gate.line))\n".utf8
            }
        }
    }

    private static func isOK(_ verdict: Verdict) -> Bool {
        switch verdict {
        case .passed, .skipped, .inapplicable: true
        case .failed, .errored, .known: false
        }
    }

    private static func directive(of result: CaseResult) -> String? {
        let (name, word): (String, String?) =
            switch result.verdict {
            case .passed, .failed, .errored: ("", nil)
            case .skipped: ("SKIP", nil)
            case .inapplicable: ("SKIP", "inapplicable")
            case .known: ("TODO", nil)
            }
        guard !name.isEmpty else { return nil }
        let reason = [word, result.reason.map { escaped(shown($0)) }].compactMap(\.self).joined(separator: ": ")
        return reason.isEmpty ? name : "\(name) \(reason)"
    }

    /// A `#` would begin a directive.
    private static func escaped(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == UInt8(ascii: "#") || $0 == UInt8(ascii: "\\") }) else { return text }
        var bytes: [UInt8] = []
        for byte in text.utf8 {
            if byte == UInt8(ascii: "#") || byte == UInt8(ascii: "\\") { bytes.append(UInt8(ascii: "\\")) }
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
