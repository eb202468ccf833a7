/// How work is spread over processors. Only who starts the program knows what there is, so it is handed in.
package struct ParallelLoop: Sendable {
    /// How many parts are worth having.
    package let width: Int
    private let perform: @Sendable (Int, @Sendable (Int) -> Void) -> Void

    /// - Parameter perform: Calls its body once for each number below the count, in any order, some perhaps at the same time, and
    ///   returns when all have returned.
    package init(width: Int, perform: @escaping @Sendable (Int, @Sendable (Int) -> Void) -> Void) {
        self.width = width
        self.perform = perform
    }

    /// One part after the other.
    package static let serial = ParallelLoop(width: 1) { count, body in
        for number in 0..<count { body(number) }
    }

    package func forEach(_ count: Int, _ body: @Sendable (Int) -> Void) { perform(count, body) }

    /// Calls `body` for parts of `0..<count` that together are all of it.
    func forEachPart(of count: Int, _ body: @Sendable (Range<Int>) -> Void) {
        let parts = count < 4096 ? 1 : width
        perform(parts) { number in
            body(count * number / parts..<count * (number + 1) / parts)
        }
    }
}
