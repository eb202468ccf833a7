import Glibc

/// New contents of golden files, kept until it is known which of them may be written: small ones in memory, many in a file without a
/// name, which goes with the process.
struct ProposalSpool: ~Copyable {
    private static let memoryLimit = 1 << 20

    /// For the file.
    private let folder: String
    private var descriptor: Int32 = -1
    /// What lies in the file.
    private var stored = 0
    /// What comes after it.
    private var pending: [UInt8] = []

    init(folder: String) {
        self.folder = folder
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
    }

    /// - Returns: Where to find the content again.
    mutating func append(_ content: [UInt8]) throws(FileFailure) -> Range<Int> {
        // A content lies in the file or in memory as a whole.
        if !pending.isEmpty, pending.count + content.count > Self.memoryLimit { try store() }
        let start = stored + pending.count
        pending += content
        return start..<start + content.count
    }

    func content(_ range: Range<Int>) throws(FileFailure) -> [UInt8] {
        if range.lowerBound >= stored { return Array(pending[(range.lowerBound - stored)..<(range.upperBound - stored)]) }
        var failure: FileFailure?
        let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
            while count < range.count {
                let rest = range.count - count
                let got = pread(descriptor, buffer.baseAddress.map { $0 + count }, rest, off_t(range.lowerBound + count))
                if got < 0, errno == EINTR { continue }
                guard got > 0 else {
                    failure = got < 0 ? FileFailure(errnoOf: shown) : FileFailure(shown, "it has become shorter")
                    return
                }
                count += got
            }
        }
        if let failure { throw failure }
        return bytes
    }

    private var shown: String { "a temporary file in \(folder)" }

    private mutating func store() throws(FileFailure) {
        if descriptor < 0 { descriptor = try Self.namelessFile(in: folder, shown) }
        _ = try FileSystem.write(pending, to: descriptor, shown)
        stored += pending.count
        pending.removeAll(keepingCapacity: true)
    }

    private static func namelessFile(in folder: String, _ shown: String) throws(FileFailure) -> Int32 {
        var template = Array(FilePath.join(folder, ".assay-XXXXXX").utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw FileFailure(errnoOf: shown) }
        unlink(template)
        _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        return descriptor
    }
}
