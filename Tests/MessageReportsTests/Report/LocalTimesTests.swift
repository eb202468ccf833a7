import AssayCore
import DataFormats
import Testing

@testable import MessageReports

@Test(arguments: ["GMT", "GMT-5", "GMT+14", "GMT-12", "+05:45", "-00:01"])
func `times are written as the calendar has them, in whatever order they come`(zone: String) throws {
    let offset = try #require(GMTOffset(zone, forms: .gmt))
    var times = LocalTimes(in: offset)
    let day: Int64 = 86_400_000
    let base: [Int64] = [
        0, -day, -62_167_219_200_000, 253_402_300_800_000 - 1, 1_456_704_000_000, 951_782_400_000, 1_425_427_200_000,
    ]
    let steps: [Int64] = [-day, -43_200_001, -18_000_000, -1, 0, 1, 999, 1000, 59_999, 18_000_000, 86_399_999, day]
    for milliseconds in base.flatMap({ start in steps.map { start + $0 } }) {
        times.set(epochMilliseconds: milliseconds)
        let expected = Instant(epochMilliseconds: milliseconds).rfc3339(offsetSeconds: offset.seconds)
        #expect(String(decoding: times.text, as: UTF8.self) == expected)
    }
}
