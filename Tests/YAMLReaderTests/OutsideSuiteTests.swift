import AssayCore
import Foundation
import Testing
import YAMLReader

/// The cases of yaml-test-suite, from the folder that `ASSAY_OUTSIDE_SUITES` names: every one agrees, or is listed with the reason.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["ASSAY_OUTSIDE_SUITES"] != nil))
struct OutsideSuiteTests {
    @Test func `every case agrees or is a known departure`() throws {
        let cases = try SuiteCase.all()
        #expect(cases.count > 400)
        let (theirs, ours) = (Self.reasons(Self.libyamlDepartures), Self.reasons(Self.ownStrictness))
        let departures = Dictionary(uniqueKeysWithValues: theirs + ours)
        var agreeing = 0
        for suiteCase in cases {
            let departure = suiteCase.departure()
            if departure == nil { agreeing += 1 }
            switch (departure, departures[suiteCase.id]) {
            case (let departure?, nil): Issue.record("\(suiteCase.id) \(suiteCase.title): \(departure)")
            case (nil, let reason?): Issue.record("\(suiteCase.id) agrees now; it was listed: \(reason)")
            default: break
            }
        }
        #expect(Set(departures.keys).subtracting(cases.map(\.id)) == [], "listed cases that the suite has not")
        print(
            "yaml-test-suite: \(agreeing) of \(cases.count) agree, \(theirs.count) are departures of libyaml,",
            "\(ours.count) are refused by rules of ours")
    }

    /// Where libyaml 0.2.5 itself departs: its events are not those of the suite, by a program in C that prints them.
    static let libyamlDepartures: [String: String] = [
        "':' without a key before it is refused":
            "2JQS 4ABK 58MP 5T43 6M2F CFD4 DBG4 FRK4 HM87/00 M2N8/00 NHX8 NKF9 S3PD SM9W/01 UKK6/00",
        "the ':' of a flow mapping must stand on the line of its key":
            "4MUZ/00 4MUZ/01 4MUZ/02 5MUD 9SA2 K3WX NJ66 VJP3/01",
        "a tab is refused between a line's start or indicator and its text":
            "6BCT 6CA3 96NN/00 96NN/01 A2M4 DK95/00 DK95/03 DK95/04 Q5MG R4YG Y79Y/001 Y79Y/010",
        "a directive that it does not know is refused, not skipped":
            "2LFX 6LVF MUS6/05 MUS6/06",
        "%YAML 1.3 is refused, not read as 1.2":
            "BEC7",
        "anchor names hold ASCII letters, digits, '-' and '_' only":
            "2SXE 8XYN W5VH",
        "after '...' a document must start with '---'":
            "7Z25 HWV9 M7A3 QT73",
        "a line that starts with '%' is a directive to it, in text too":
            "UT92 W4TN",
        "the text of a block scalar must be indented, at the top level too":
            "DK3J FP8R",
        "reads '?' directly before a flow key as an indicator; refused here":
            "652Z HM87/01",
        "ends an anchor's name at ':'; refused here":
            "Y2GN",
        "drops a line of spaces at the end of the file from a block scalar":
            "JEF9/02 L24T/01",
        "does not ask for indentation inside of brackets and quotes":
            "9C9N DK95/01 QB6E Y79Y/003",
        "does not ask for '...' before a directive":
            "9HCY EB22 RHX7",
        "does not ask for a space before '#'":
            "9JBA CVW2 MUS6/00 SU5Z X4QW",
        "reads '-' in a flow sequence as a text":
            "G5U8 YJV2",
        "reads a directive twice":
            "MUS6/01",
        "does not ask that blank lines before a block scalar's text are indented less":
            "S98Z",
    ]

    /// Where we refuse what libyaml reads.
    static let ownStrictness: [String: String] = [
        "a sequence or mapping as a key is refused":
            "4FJ6 6BFJ 6PBE 9MMW KK5P LX3P M2N8/01 M5DY Q9WF RZP5 SBG9 V9D5 X38W XW4D"
    ]

    private static func reasons(_ table: [String: String]) -> [(String, String)] {
        table.flatMap { reason, ids in ids.split(separator: " ").map { (String($0), reason) } }
    }
}

private struct SuiteCase {
    let id: String
    let title: String
    let input: SourceFile
    let isError: Bool
    /// `nil` when the suite does not say.
    let values: [SuiteValue]?

    /// What goes wrong; `nil` when reader and suite agree.
    func departure() -> String? {
        let documents: [YAMLDocument]
        do {
            documents = try YAMLDocument.read(input)
        } catch {
            return isError ? nil : "refused: " + error.diagnostics.map { "\($0.id): \($0.message)" }.joined(separator: ", ")
        }
        if isError { return "read, though it is wrong" }
        guard let values else { return nil }
        guard values.count == documents.count else { return "\(documents.count) documents for \(values.count)" }
        for (value, document) in zip(values, documents) {
            guard let root = document.root, value.agrees(with: root) else {
                return "another value: \(document.root.map(outline) ?? "none")"
            }
        }
        return nil
    }

    static func all() throws -> [SuiteCase] {
        let folder = ProcessInfo.processInfo.environment["ASSAY_OUTSIDE_SUITES"] ?? ""
        let suite = URL(filePath: folder).appending(path: "yaml-test-suite")
        let names = try FileManager.default.subpathsOfDirectory(atPath: suite.path(percentEncoded: false)).sorted()
        return try names.filter { $0.hasSuffix("/in.yaml") }.map { name in
            let id = String(name.dropLast("/in.yaml".count))
            func bytes(_ file: String) -> [UInt8]? {
                (try? Data(contentsOf: suite.appending(path: id).appending(path: file))).map { [UInt8]($0) }
            }
            let expected = bytes("in.json")
            let values = try expected.map { try #require(SuiteValue.all(in: $0), "\(id): in.json is no JSON") }
            return SuiteCase(
                id: id,
                title: String(decoding: bytes("===") ?? [], as: UTF8.self).split(separator: "\n").first.map { String($0) } ?? "",
                input: SourceFile(path: "\(id).yaml", bytes: try #require(bytes("in.yaml"))), isError: bytes("error") != nil,
                values: values)
        }
    }
}
