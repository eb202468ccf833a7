import Testing

@testable import MessageReports

@Test(
    arguments: [
        (nil, []), ("", []), ("&&", []), ("a", ["a="]), ("a=", ["a="]), ("=a", ["=a"]), ("a=b&c=d", ["a=b", "c=d"]),
        ("a=b=c", ["a=b=c"]),
        ("a+b=c+d", ["a b=c d"]), ("%61=%2B%26%3D", ["a=+&="]), ("a=%e2%82%AC", ["a=€"]), ("a=1;b=2", ["a=1;b=2"]),
        ("a=%00", ["a=\0"]),
        ("a=%", ["a!"]), ("a=%2", ["a!"]), ("a=%2g", ["a!"]), ("a=%C3", ["a!"]), ("a=%ED%A0%80", ["a!"]), ("%zz=1", ["%zz=1"]),
        ("a=é", ["a=é"]),
    ] as [(String?, [String])])
func `a query is decoded as a form`(query: String?, parameters: [String]) {
    let read = QueryParameters(query).parameters.map { $0.name + ($0.value.map { "=" + $0 } ?? "!") }
    #expect(read == parameters)
}
