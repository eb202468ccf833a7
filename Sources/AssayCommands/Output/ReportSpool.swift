import Glibc

/// Bytes of a report that wait on the disk for what comes before them. The file has no name: it is gone however the run ends.
struct ReportSpool: Sendable {
    private static let blockSize = 64 << 10
    private let descriptor: Int32
    private let shown: String

    /// - Parameters:
    ///   - folder: Where the report will stand, which has room for it; `nil` for the folder of temporary files.
    ///   - report: The file that is named when there is no room.
    init(folder: String?, for report: String?) throws(FileFailure) {
        shown = report ?? "temporary file of a report"
        let parent = folder ?? getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array(FilePath.join(parent, ".assay-report-XXXXXX").utf8CString)
        descriptor = template.withUnsafeMutableBufferPointer { buffer in
            guard let path = buffer.baseAddress else { return -1 }
            let descriptor = mkstemp(path)
            guard descriptor >= 0 else { return -1 }
            unlink(path)
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
            return descriptor
        }
        guard descriptor >= 0 else { throw FileFailure(errnoOf: shown) }
    }

    func write(_ bytes: [UInt8]) throws(FileFailure) {
        _ = try FileSystem.write(bytes, to: descriptor, shown)
    }

    func close() { Glibc.close(descriptor) }

    /// Hands on all that was written, block by block, and closes the file.
    func readBack(_ body: ([UInt8]) throws(FileFailure) -> Void) throws(FileFailure) {
        defer { close() }
        guard lseek(descriptor, 0, SEEK_SET) == 0 else { throw FileFailure(errnoOf: shown) }
        while true {
            var count = 0
            let block = [UInt8](unsafeUninitializedCapacity: Self.blockSize) { buffer, initialized in
                repeat { count = read(descriptor, buffer.baseAddress, buffer.count) } while count < 0 && errno == EINTR
                initialized = max(count, 0)
            }
            guard count >= 0 else { throw FileFailure(errnoOf: shown) }
            guard count > 0 else { return }
            try body(block)
        }
    }
}
