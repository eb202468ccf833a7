/// Bytes that a reader points into: in an array, or in a file that is mapped into memory.
package enum TextBytes: Sendable {
    case array([UInt8])
    case file(FileBytes)

    package var count: Int {
        switch self {
        case .array(let bytes): bytes.count
        case .file(let file): file.memory.count
        }
    }

    /// Calls `body` with the memory, which must not outlive the call.
    package func withUnsafeBytes<Result, Failure: Error>(
        _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        switch self {
        case .array(let bytes):
            try bytes.withUnsafeBufferPointer { (memory) throws(Failure) in try body(UnsafeRawBufferPointer(memory)) }
        case .file(let file): try body(file.memory)
        }
    }

    /// The bytes of a range; copied when they are a file's.
    package subscript(range: Range<Int>) -> ArraySlice<UInt8> {
        switch self {
        case .array(let bytes): bytes[range]
        case .file(let file): Array(file.memory[range])[...]
        }
    }

    /// Tells that the bytes of a range are not needed for now, so that they need not stay in memory. They can be read all the
    /// same. Nothing happens for an array.
    package func release(_ range: Range<Int>) {
        if case .file(let file) = self { file.release(range) }
    }
}

/// A file's content in memory that is the system's, and given back with the last reference.
package final class FileBytes: @unchecked Sendable {
    // Any thread may read: the memory is never written to, and stays where it is as long as this object lives.
    package let memory: UnsafeRawBufferPointer
    private let release: @Sendable (UnsafeRawBufferPointer) -> Void
    private let unmap: @Sendable (UnsafeRawBufferPointer) -> Void

    /// - Parameters:
    ///   - release: Called for parts that are not needed for now; whatever it does, their content must stay readable.
    ///   - unmap: Called once, with all of the memory.
    package init(
        _ memory: UnsafeRawBufferPointer, release: @escaping @Sendable (UnsafeRawBufferPointer) -> Void,
        unmap: @escaping @Sendable (UnsafeRawBufferPointer) -> Void
    ) {
        self.memory = memory
        self.release = release
        self.unmap = unmap
    }

    deinit {
        unmap(memory)
    }

    fileprivate func release(_ range: Range<Int>) {
        release(UnsafeRawBufferPointer(rebasing: memory[range]))
    }
}

extension TextBytes {
    package func hasSameBytes(as other: TextBytes) -> Bool {
        withUnsafeBytes { left in other.withUnsafeBytes { left.hasSameBytes(as: $0) } }
    }
}
