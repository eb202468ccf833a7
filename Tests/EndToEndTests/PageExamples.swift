import Foundation
import Testing

/// The examples of a page of the documentation, as a reader would try them.
///
/// A block `csv PATH` (or `yaml`, `json`, `txt`) is a file; a block `text assay ...` is what that command prints where the files
/// before it are.
struct PageExamples {
    struct Block {
        var language: String
        /// What stands after the language.
        var arguments: [String]
        var text = ""

        var isFile: Bool { ["yaml", "csv", "json", "txt"].contains(language) && !arguments.isEmpty }
        var isCommand: Bool { language == "text" && arguments.first == "assay" && arguments.count > 1 }
    }

    let blocks: [Block]

    /// - Parameter path: From the folder that holds `Package.swift`.
    init(page path: String) throws {
        let page = try String(contentsOf: AssayBinary.project.appendingPathComponent(path), encoding: .utf8)
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
        self.blocks = blocks
    }

    /// Writes each file and runs each command in the order of the page, and expects what it shows.
    ///
    /// - Parameter isShown: Whether a command on the page is an example; else it is left out.
    /// - Returns: How many commands were run.
    func check(where isShown: (Block) -> Bool = { _ in true }) throws -> Int {
        let folder = try TemporaryFolder()
        var count = 0
        for block in blocks {
            if block.isFile { try folder.write(block.text, to: block.arguments[0]) }
            guard block.isCommand, isShown(block) else { continue }
            let output = try withExtendedLifetime(folder) {
                try AssayBinary.run(Array(block.arguments.dropFirst()), in: folder.url)
            }
            #expect(
                output.stdout == Array(block.text.utf8),
                "\(block.arguments.joined(separator: " ")):\n\(output.text)\(output.errors)")
            count += 1
        }
        return count
    }
}
