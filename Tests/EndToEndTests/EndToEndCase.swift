import Foundation
import Testing

/// A folder of `cases/`: a small project, the arguments of one run over it (`args`, a line each), and what came of it
/// (`stdout`, `stderr`, `exit`).
///
/// The project is laid over `cases/base`, unless it has an `assay.yaml` of its own. Environment variables stand in `env`,
/// a line each.
struct EndToEndCase: Sendable, CustomTestStringConvertible {
    /// `violates/status`
    var name: String

    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("cases")

    /// Those of one kind, in the order of their names.
    static func all(_ kind: String) -> [EndToEndCase] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.appendingPathComponent(kind).path)) ?? []
        return names.sorted().map { EndToEndCase(name: "\(kind)/\($0)") }
    }

    var testDescription: String { name }
    var url: URL { Self.folder.appendingPathComponent(name) }

    /// Runs the program over a copy of the project.
    func run() throws -> AssayBinary.Output {
        let copy = try TemporaryFolder()
        let hasProject = FileManager.default.fileExists(atPath: url.appendingPathComponent("assay.yaml").path)
        if !hasProject { try copy.add(Self.folder.appendingPathComponent("base")) }
        try copy.add(url, except: ["args", "env", "stdout", "stderr", "exit"])
        var environment: [String: String] = [:]
        for line in lines(of: "env") {
            let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            environment[String(parts[0])] = parts.count > 1 ? String(parts[1]) : ""
        }
        return try AssayBinary.run(lines(of: "args"), in: copy.url, environment: environment)
    }

    /// The bytes of one of the files beside the project; none when it is missing.
    func bytes(of file: String) -> [UInt8] {
        Array((try? Data(contentsOf: url.appendingPathComponent(file))) ?? Data())
    }

    private func lines(of file: String) -> [String] {
        String(decoding: bytes(of: file), as: UTF8.self).split(separator: "\n").map(String.init)
    }
}

/// Whether `text` is `golden` byte by byte, where `~~~` in a line of the golden stands for whatever is there in that line; the
/// underline of an excerpt, `^~~~`, stands for itself.
func matches(_ text: [UInt8], golden: [UInt8]) -> Bool {
    let lines = text.split(separator: newline, omittingEmptySubsequences: false)
    let goldenLines = golden.split(separator: newline, omittingEmptySubsequences: false)
    return lines.count == goldenLines.count && zip(lines, goldenLines).allSatisfy { matches($0, goldenLine: $1) }
}

/// Returns what to write as the new golden: `text`, but the old line wherever it still fits, with its `~~~`.
func renewed(_ golden: [UInt8], with text: [UInt8]) -> [UInt8] {
    let lines = text.split(separator: newline, omittingEmptySubsequences: false)
    let old = golden.split(separator: newline, omittingEmptySubsequences: false)
    guard lines.count == old.count else { return text }
    return Array(zip(lines, old).map { matches($0, goldenLine: $1) ? $1 : $0 }.joined(separator: [newline]))
}

private let newline = UInt8(ascii: "\n")

private func matches(_ line: ArraySlice<UInt8>, goldenLine: ArraySlice<UInt8>) -> Bool {
    var parts = parts(ofGoldenLine: goldenLine)
    guard parts.count > 1, let last = parts.popLast() else { return line == goldenLine }
    guard line.starts(with: parts[0]) else { return false }
    var rest = line.dropFirst(parts[0].count)
    for part in parts.dropFirst() {
        guard let found = rest.firstRange(of: part) else { return false }
        rest = rest[found.upperBound...]
    }
    return rest.count >= last.count && rest.suffix(last.count) == last
}

/// The line cut at its `~~~`: runs of exactly three that do not follow `^`.
private func parts(ofGoldenLine line: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    let tilde = UInt8(ascii: "~")
    var parts: [ArraySlice<UInt8>] = []
    var (start, index) = (line.startIndex, line.startIndex)
    while let first = line[index...].firstIndex(of: tilde) {
        let end = line[first...].firstIndex { $0 != tilde } ?? line.endIndex
        let isUnderline = first > line.startIndex && line[first - 1] == UInt8(ascii: "^")
        if end - first == 3, !isUnderline {
            parts.append(line[start..<first])
            start = end
        }
        index = end
    }
    return parts + [line[start...]]
}
