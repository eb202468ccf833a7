// bench-csv GOLDEN ACTUAL MODE TIMES: compares ACTUAL with GOLDEN TIMES times, by the key column `id` or not, and prints the
// milliseconds to make the golden ready (once), the fastest comparison, the differences and the peak of memory in MiB.
// MODE: keyed, keyed-any-order, sequence, any-order
import AssayCore
import Comparison
import Glibc

func contents(ofFile path: String) -> [UInt8] {
    guard let file = fopen(path, "rb") else { return [] }
    defer { fclose(file) }
    fseek(file, 0, SEEK_END)
    let size = ftell(file)
    rewind(file)
    return [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
        count = fread(buffer.baseAddress, 1, size, file)
    }
}

func milliseconds(_ duration: Duration) -> Double {
    let (seconds, attoseconds) = duration.components
    return Double(seconds) * 1e3 + Double(attoseconds) * 1e-15
}

let arguments = CommandLine.arguments
guard arguments.count == 5, let times = Int(arguments[4]), times > 0 else {
    print("usage: bench-csv GOLDEN ACTUAL keyed|keyed-any-order|sequence|any-order TIMES")
    exit(2)
}
let options = TableOptions(
    key: arguments[3].hasPrefix("keyed") ? ["id"] : [],
    rowOrder: arguments[3].hasSuffix("any-order") ? .ignored : .significant,
    dialect: TableDialect(newline: .lf))
let golden = contents(ofFile: arguments[1])
let actual = contents(ofFile: arguments[2])
let clock = ContinuousClock()
let start = clock.now
let comparison = try TableComparison(goldenBytes: golden, options: options)
let preparation = clock.now - start
var fastest = Duration.seconds(1_000_000)
var count = 0
for _ in 0..<times {
    let start = clock.now
    count = comparison.differences(in: actual, limit: 100).count
    fastest = min(fastest, clock.now - start)
}
var usage = rusage()
getrusage(.init(0), &usage)
print(milliseconds(preparation), milliseconds(fastest), count, usage.ru_maxrss / 1024)
