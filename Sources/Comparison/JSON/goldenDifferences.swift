internal import AssayCore
package import DataFormats

/// Every place where `actual` departs from a golden document, in the golden's order.
///
/// Exact: no key missing and none extra, members in any order, arrays by index, numbers by exact decimal value, strings by
/// scalars; a name that comes twice in one object of `actual` is a difference. About as fast as both documents can be
/// walked; equal bytes are seen at once.
package func differences(golden: JSONDocument, actual: JSONDocument, limit: Int) -> Differences {
    var differences = Differences(limit: limit)
    let departures = golden.root.departures(of: actual.root, limit: limit)
    for departure in departures.shown {
        switch (departure.kind, departure.actual) {
        case (.duplicate, let value?):
            differences.add(.duplicateName(at: departure.path, actual: value, range: nil))
        default:
            differences.add(Difference(departure))
        }
    }
    for _ in departures.shown.count..<departures.count { differences.add(Difference(.value, at: .whole)) }
    return differences
}
