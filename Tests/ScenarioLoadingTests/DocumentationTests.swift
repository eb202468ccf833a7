import AssayCore
import FoundationEssentials
import Testing

@testable import ScenarioLoading

/// What the documentation shows must be what the loader reads: a YAML block says after `yaml` what it is.
///
/// `yaml specs/x/y.yaml` is a complete file; `yaml scenarios`, `yaml request` and `yaml expect` are fragments of one, `yaml project` of
/// `assay.yaml`; `yaml known-failures` is a list of known failures. Complete files of one page make a project.
struct DocumentationTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    private static let pages = ["README.md", "docs/formats.md", "docs/own-model.md"]

    private struct Block {
        /// What stands after `yaml`; empty for a block that says nothing.
        var kind: String
        var lines: [String]

        var text: String { lines.map { $0 + "\n" }.joined() }
        var name: String { String(kind.split(separator: "/").last ?? "") }
        var isFile: Bool { kind.hasSuffix(".yaml") }

        func indented(by count: Int) -> String {
            lines.map { $0.isEmpty ? "\n" : String(repeating: " ", count: count) + $0 + "\n" }.joined()
        }
    }

    private static func blocks(of page: String) throws -> [Block] {
        let text = String(decoding: try Data(contentsOf: folder.appending(path: page)), as: UTF8.self)
        var blocks: [Block] = []
        var open: Block?
        var isOther = false
        for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
            if line.hasPrefix("```") {
                if let block = open { blocks.append(block) }
                let isEnd = open != nil || isOther
                let words = line.dropFirst(3).split(separator: " ").map(String.init)
                open = !isEnd && words.first == "yaml" ? Block(kind: words.dropFirst().joined(separator: " "), lines: []) : nil
                isOther = !isEnd && open == nil
            } else {
                open?.lines.append(line)
            }
        }
        return blocks
    }

    /// A scenario file around a fragment; the fragment's line 1 is a later line of it.
    private func file(around block: Block, in page: String) throws -> SourceFile {
        let request = "request: {method: GET, path: /}"
        let start = "assay: 1\nvariables: {start: 2015-03-04T00:00:00.000Z}\n"
        let text =
            switch block.kind {
            case "scenarios": start + "defaults: {\(request)}\nscenarios:\n" + block.indented(by: 2)
            case "request": start + "scenarios:\n  - id: a\n    expect: {status: 200}\n    request:\n" + block.indented(by: 6)
            case "expect": start + "scenarios:\n  - id: a\n    \(request)\n    expect:\n" + block.indented(by: 6)
            default: ""
            }
        try #require(!text.isEmpty, "\(page) has a YAML block '\(block.kind)' that says not what it is:\n\(block.text)")
        return SourceFile(path: "\(page)-\(block.kind).yaml", text: text)
    }

    private func load(_ blocks: [Block], of page: String) throws -> [Diagnostic] {
        let files = blocks.filter(\.isFile)
        var context = LoadingContext(specifications: [], targets: [], inputs: ["messages", "spaces"])
        for block in files where block.name == "assay.yaml" {
            context.targets += try loadProject(SourceFile(path: block.kind, text: block.text)).targets.map(\.name)
        }
        for block in files where block.name == "spec.yaml" {
            context.specifications.append(try loadSpecification(SourceFile(path: block.kind, text: block.text)))
        }
        var warnings: [Diagnostic] = []
        for block in files where block.name != "assay.yaml" && block.name != "spec.yaml" {
            let file = SourceFile(path: block.kind, text: block.text)
            warnings += try loadSuite(file, named: "shown/suite", in: context).warnings
        }
        for block in blocks where !block.isFile {
            let source = SourceFile(path: "\(page)-\(block.kind).yaml", text: block.text)
            switch block.kind {
            case "project": _ = try loadProject(SourceFile(path: source.path, text: "assay: 1\n" + block.text))
            case "known-failures": _ = try loadKnownFailures(source, targets: context.targets)
            default: _ = try loadSuite(try file(around: block, in: page), named: "shown/fragment", in: context)
            }
        }
        return warnings
    }

    @Test(arguments: pages) func `every YAML block of a page loads`(page: String) throws {
        // An example of docs/ci is a file of another program.
        let blocks = try Self.blocks(of: page).filter { !$0.kind.hasPrefix("docs/") }
        try #require(blocks.contains { $0.isFile }, "no block was found")
        do {
            let warnings = try load(blocks, of: page)
            #expect(warnings.isEmpty, "\(warnings.map { $0.rendered() }.joined())")
        } catch let invalid as InvalidInput {
            Issue.record("\(page):\n\(invalid.diagnostics.map { $0.rendered() }.joined())")
        }
    }
}
