import Foundation
import Testing

@testable import DataFormats

/// The pairs of csv-spectrum, when the folder of outside suites is given.
struct CSVSpectrumTests {
    private static let folder = ProcessInfo.processInfo.environment["ASSAY_OUTSIDE_SUITES"].map { "\($0)/csv-spectrum" }

    /// `location_coordinates` is left out: upstream's JSON holds another telephone number than its CSV.
    @Test(
        .enabled(if: folder != nil),
        arguments: [
            "comma_in_quotes", "empty", "empty_crlf", "escaped_quotes", "json", "newlines", "newlines_crlf",
            "quotes_and_newlines",
            "simple", "simple_crlf", "utf8",
        ])
    func `a file gives the objects that belong to it`(name: String) throws {
        let folder = try #require(Self.folder)
        let csv = try Data(contentsOf: URL(filePath: "\(folder)/csvs/\(name).csv"))
        let json = try Data(contentsOf: URL(filePath: "\(folder)/json/\(name).json"))
        let records = try CSVDocument(parsing: Array(csv)).records.map(\.texts)
        let header = try #require(records.first)
        let objects = records.dropFirst().map { Dictionary(zip(header, $0)) { first, _ in first } }
        #expect(try objects == JSONDecoder().decode([[String: String]].self, from: json))
        #expect(records.allSatisfy { $0.count == header.count })
    }
}
