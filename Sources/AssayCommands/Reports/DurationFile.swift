import AssayCore
import ConformanceReporting

/// How long cases took in an earlier run.
enum DurationFile {
    /// Returns microseconds by the hash of the case's id.
    ///
    /// - Throws: `CommandFailure` for a report that states no times.
    static func durations(in file: NativeFile) throws -> [UInt64: Int64] {
        var durations: [UInt64: Int64] = [:]
        var header: RunHeader?
        try file.forEachEntry { entry, _ in
            switch entry {
            case .header(let found): header = found
            case .result(let result): durations[stableHash(result.id.description)] = Int64(result.duration / .microseconds(1))
            case .summary: break
            }
        }
        guard header?.showsTimes == true else {
            throw CommandFailure(
                .badUsage, "\(file.shown) states no times", fix: "name a report of a run without --no-times")
        }
        return durations
    }
}
