import AssayCore
import Glibc

/// Which part of the suite this machine is to run: the second of four.
struct ShardChoice: Sendable, Equatable {
    /// From 1.
    var index: Int
    var count: Int

    /// - Parameter option: `2/4`, or `auto/4` for a place that the environment gives without the number of parts.
    /// - Returns: `nil` for a run in one piece. Without the option the variables of the CI decide.
    static func from(option: String?, environment: [String: String]) throws(CommandFailure) -> ShardChoice? {
        guard let option else { return stated(by: environment).flatMap { $0.count > 1 ? $0 : nil } }
        let parts = option.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let count = Int(parts[1]), count > 0 else {
            throw CommandFailure(
                .badUsage, "--shard \(option) is no part of a run", fix: "write the part and their number: --shard 2/4")
        }
        guard parts[0] != "auto" else { return try automatic(count, environment) }
        guard let index = Int(parts[0]), (1...count).contains(index) else {
            throw CommandFailure(
                .badUsage, "--shard \(option): there are parts 1 to \(count)",
                fix: "write a number from 1 to \(count) before the '/'")
        }
        return ShardChoice(index: index, count: count)
    }

    private static func automatic(_ count: Int, _ environment: [String: String]) throws(CommandFailure) -> ShardChoice {
        guard let index = index(stated: environment) else {
            throw CommandFailure(
                .badUsage, "--shard auto/\(count): no variable of a CI says which part this is",
                fix: "write the part: --shard 1/\(count)")
        }
        guard (1...count).contains(index) else {
            throw CommandFailure(.badUsage, "--shard auto/\(count): the environment says that this is part \(index)")
        }
        return ShardChoice(index: index, count: count)
    }

    /// Variables that give the place and the number of parts: GitLab counts from 1, CircleCI and Bazel from 0.
    private static let variables: [(index: String, first: Int, count: String)] = [
        ("CI_NODE_INDEX", 1, "CI_NODE_TOTAL"), ("CIRCLE_NODE_INDEX", 0, "CIRCLE_NODE_TOTAL"),
        ("TEST_SHARD_INDEX", 0, "TEST_TOTAL_SHARDS"),
    ]

    private static func stated(by environment: [String: String]) -> ShardChoice? {
        for (index, first, count) in variables {
            guard let place = environment[index].flatMap(Int.init), let count = environment[count].flatMap(Int.init),
                (0..<count).contains(place - first)
            else { continue }
            return ShardChoice(index: place - first + 1, count: count)
        }
        return nil
    }

    /// The place alone; an indexed Job of Kubernetes says no more.
    private static func index(stated environment: [String: String]) -> Int? {
        if let known = stated(by: environment) { return known.index }
        return environment["JOB_COMPLETION_INDEX"].flatMap(Int.init).map { $0 + 1 }
    }

    /// Tells Bazel that the test does run in parts.
    static func acknowledge(in environment: [String: String]) {
        guard environment["TEST_SHARD_INDEX"] != nil, let path = environment["TEST_SHARD_STATUS_FILE"] else { return }
        let descriptor = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0o666)
        if descriptor >= 0 { close(descriptor) }
    }
}
