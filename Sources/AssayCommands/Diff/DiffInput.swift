import AssayCore
import Comparison
import DataFormats
import Dispatch
import Glibc
import Synchronization

/// One of the two things that are compared.
struct DiffInput: Sendable {
    /// As the user named it.
    let path: String
    let content: TextBytes

    /// - Throws: `FileFailure` when it cannot be read.
    init(_ path: String, _ workingFolder: String) throws(FileFailure) {
        self.path = path
        content =
            path == "-"
            ? .array(try FileSystem.standardInput()) : try FileSystem.mapped(FilePath.join(workingFolder, path))
    }

    /// In lower case, without the dot; empty when there is none.
    var pathExtension: String {
        let name = FilePath.name(of: path)
        guard let dot = name.lastIndex(of: ".") else { return "" }
        return String(name[name.index(after: dot)...]).lowercased()
    }

    /// Judged by its beginning.
    var looksLikeText: Bool {
        let start = content[0..<min(content.count, 4096)]
        return !start.contains(0) && String(validating: start.dropLast(start.count < 4096 ? 0 : 4), as: UTF8.self) != nil
    }

    var jsonDocument: Result<JSONDocument, CommandFailure> {
        Result { () throws(CommandFailure) in
            do throws(JSONSyntaxError) {
                return try JSONDocument(parsing: content.array)
            } catch {
                throw CommandFailure(.unusableInput, "\(path):\(error.line):\(error.column): no JSON: \(error.message)")
            }
        }
    }

    func table(delimiter: UInt8) -> Result<CSVDocument, CommandFailure> {
        Result { () throws(CommandFailure) in
            do throws(CSVSyntaxError) {
                return try CSVDocument(parsing: content, delimiter: delimiter)
            } catch {
                throw CommandFailure(.unusableInput, "\(path):\(error.line):\(error.column): no CSV: \(error.message)")
            }
        }
    }
}

extension TextBytes {
    /// All of the bytes; a copy of a file's.
    var array: [UInt8] { Array(self[0..<count]) }

    /// Compares blocks at the same time.
    func hasSameBytes(as other: TextBytes, parallel: ParallelLoop) -> Bool {
        guard count == other.count else { return false }
        let block = 8 << 20
        let isEqual = Atomic(true)
        parallel.forEach((count + block - 1) / block) { number in
            guard isEqual.load(ordering: .relaxed) else { return }
            let range = number * block..<min((number + 1) * block, count)
            let hasSameBytes = withUnsafeBytes { left in
                other.withUnsafeBytes { right in
                    guard let left = left.baseAddress, let right = right.baseAddress else { return true }
                    return memcmp(left + range.lowerBound, right + range.lowerBound, range.count) == 0
                }
            }
            if !hasSameBytes { isEqual.store(false, ordering: .relaxed) }
            release(range)
            other.release(range)
        }
        return isEqual.load(ordering: .relaxed)
    }
}

extension ParallelLoop {
    /// All processors there are.
    static let processors = ParallelLoop(width: availableCores()) { count, body in
        if count == 1 { body(0) } else { DispatchQueue.concurrentPerform(iterations: count, execute: body) }
    }
}

/// Does both at the same time.
func concurrently<First: Sendable, Second: Sendable>(
    _ first: @Sendable () -> First, _ second: @Sendable () -> Second
) -> (First, Second) {
    // Each is written by one of the two, and read when both are done.
    nonisolated(unsafe) var one: First?
    nonisolated(unsafe) var other: Second?
    withoutActuallyEscaping(first) { first in
        withoutActuallyEscaping(second) { second in
            DispatchQueue.concurrentPerform(iterations: 2) { number in
                if number == 0 { one = first() } else { other = second() }
            }
        }
    }
    return (one ?? first(), other ?? second())
}
