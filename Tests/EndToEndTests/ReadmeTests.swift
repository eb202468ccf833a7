import Foundation
import Testing

/// The first scenario of the README, as a reader would try it.
///
/// A block `yaml PATH` or `csv PATH` is a file of the project; a block `text assay ...` is what that command prints there.
struct ReadmeTests {
    private struct Block {
        var language: String
        /// What stands after the language.
        var arguments: [String]
        var text = ""
    }

    private func blocks() throws -> [Block] {
        let page = try String(contentsOf: AssayBinary.project.appendingPathComponent("README.md"), encoding: .utf8)
        var blocks: [Block] = []
        var open: Block?
        for line in page.components(separatedBy: "\n") {
            guard line.hasPrefix("```") else {
                open?.text += line + "\n"
                continue
            }
            if let block = open {
                blocks.append(block)
                open = nil
            } else {
                let words = line.dropFirst(3).split(separator: " ").map(String.init)
                open = Block(language: words.first ?? "", arguments: Array(words.dropFirst()))
            }
        }
        return blocks
    }

    private func project(of blocks: [Block]) throws -> TemporaryFolder {
        let project = try TemporaryFolder()
        for block in blocks where ["yaml", "csv"].contains(block.language) {
            try project.write(block.text, to: try #require(block.arguments.first, "a file without a name"))
        }
        return project
    }

    @Test func `the project of the README has no problems`() throws {
        let project = try project(of: try blocks())
        let output = try withExtendedLifetime(project) { try AssayBinary.run(["check"], in: project.url) }
        #expect(output.exit == 0, "\(output.errors)")
        #expect(output.text.hasSuffix(": no problems\n"), "\(output.text)")
    }

    @Test func `the commands of the README print what it shows`() throws {
        let blocks = try blocks()
        let project = try project(of: blocks)
        let shown = blocks.filter { $0.language == "text" && $0.arguments.first == "assay" }
        #expect(shown.count == 2)
        for block in shown {
            let arguments = Array(block.arguments.dropFirst())
            let output = try withExtendedLifetime(project) { try AssayBinary.run(arguments, in: project.url) }
            #expect(output.stdout == Array(block.text.utf8), "\(block.arguments.joined(separator: " ")):\n\(output.text)")
        }
    }
}
