// bench-yaml FILE TIMES: reads the file into nodes TIMES times and prints the fastest in milliseconds; freeing them is not counted.
import AssayCore
import Glibc
import YAMLReader

func contents(ofFile path: String) -> [UInt8] {
    guard let file = fopen(path, "rb") else { return [] }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
    return bytes
}

guard CommandLine.arguments.count == 3, let times = Int(CommandLine.arguments[2]) else {
    print("usage: bench-yaml FILE TIMES")
    exit(2)
}
let file = SourceFile(path: CommandLine.arguments[1], bytes: contents(ofFile: CommandLine.arguments[1]))
let clock = ContinuousClock()
var fastest = Duration.seconds(1_000_000)
for _ in 0..<times {
    let start = clock.now
    let documents = try YAMLDocument.read(file)
    fastest = min(fastest, clock.now - start)
    guard documents.first?.root != nil else { exit(1) }
}
let (seconds, attoseconds) = fastest.components
print(Double(seconds) * 1e3 + Double(attoseconds) * 1e-15)
