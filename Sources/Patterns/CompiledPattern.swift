internal import CPCRE2

/// The only door to PCRE2: a compiled pattern and the limits that it is matched under.
///
/// `@unchecked`: PCRE2 only reads the code and the match context once they are made (pcre2api, "Multithreading"); what a match
/// writes, the match data, is made for each.
@safe final class CompiledPattern: @unchecked Sendable {
    enum Extent {
        /// Matched from the first byte to the last.
        case whole
        case anywhere
    }

    /// How often PCRE2 may go back and try again in one text: some milliseconds of work.
    private static let matchLimit: UInt32 = 2_000_000
    /// How deeply the interpreter may nest.
    private static let depthLimit: UInt32 = 200_000
    /// What the interpreter may allocate, in KiB.
    private static let heapLimit: UInt32 = 32 * 1024
    /// In bytes, of the stack of machine code.
    private static let stackSizes = (first: 1 << 20, most: 64 << 20)
    private static let longestPattern = 65_536

    private let code: OpaquePointer
    private let context: OpaquePointer

    init(_ pattern: String, matching extent: Extent) throws(PatternSyntaxError) {
        guard pattern.utf8.count <= Self.longestPattern else {
            throw PatternSyntaxError(message: "the pattern is longer than \(Self.longestPattern) bytes", offset: 0)
        }
        // Anchors given at match time would keep PCRE2 from using its machine code.
        var options = PCRE2_UTF | PCRE2_NEVER_BACKSLASH_C
        if extent == .whole { options |= PCRE2_ANCHORED | PCRE2_ENDANCHORED }
        var status: Int32 = 0
        var offset = 0
        let text = pattern.utf8.span
        let compiled = unsafe text.withUnsafeBufferPointer {
            unsafe pcre2_compile_8($0.baseAddress ?? Self.noBytes, $0.count, options, &status, &offset, nil)
        }
        guard let compiled = unsafe compiled else { throw PatternSyntaxError(status: status, offset: offset, in: pattern) }
        guard let context = unsafe pcre2_match_context_create_8(nil) else {
            unsafe pcre2_code_free_8(compiled)
            throw PatternSyntaxError(status: PCRE2_ERROR_NOMEMORY, offset: 0, in: pattern)
        }
        unsafe pcre2_set_match_limit_8(context, Self.matchLimit)
        unsafe pcre2_set_depth_limit_8(context, Self.depthLimit)
        unsafe pcre2_set_heap_limit_8(context, Self.heapLimit)
        // Without machine code, where it is not to be had, the interpreter does the same more slowly.
        _ = unsafe pcre2_jit_compile_8(compiled, PCRE2_JIT_COMPLETE)
        unsafe code = compiled
        unsafe self.context = context
    }

    deinit {
        unsafe pcre2_match_context_free_8(context)
        unsafe pcre2_code_free_8(code)
    }

    func match(_ text: UnsafeBufferPointer<UInt8>, isValidUTF8: Bool) -> PatternMatch {
        guard let data = unsafe pcre2_match_data_create_8(1, nil) else { return .limitExceeded }
        defer { unsafe pcre2_match_data_free_8(data) }
        let options = isValidUTF8 ? PCRE2_NO_UTF_CHECK : 0
        // PCRE2 refuses a null pointer even with a length of 0.
        let start = unsafe text.baseAddress ?? Self.noBytes
        var status = unsafe pcre2_match_8(code, start, text.count, 0, options, data, context)
        if status == PCRE2_ERROR_JIT_STACKLIMIT { status = unsafe matchWithLargeStack(start, text.count, options, data) }
        switch status {
        case 0...: return .matched
        case PCRE2_ERROR_NOMATCH: return .notMatched
        case PCRE2_ERROR_UTF8_ERR21...PCRE2_ERROR_UTF8_ERR1: return .notMatched
        default: return .limitExceeded
        }
    }

    /// Machine code has 32 KiB of stack, which a repeated group uses up after some thousand turns. A larger one costs too much to
    /// have at hand for every match.
    private func matchWithLargeStack(
        _ start: UnsafePointer<UInt8>, _ count: Int, _ options: UInt32, _ data: OpaquePointer
    ) -> Int32 {
        guard let stack = unsafe pcre2_jit_stack_create_8(Self.stackSizes.first, Self.stackSizes.most, nil) else {
            return PCRE2_ERROR_NOMEMORY
        }
        defer { unsafe pcre2_jit_stack_free_8(stack) }
        // The shared context stays as it is.
        guard let ownContext = unsafe pcre2_match_context_copy_8(context) else { return PCRE2_ERROR_NOMEMORY }
        defer { unsafe pcre2_match_context_free_8(ownContext) }
        unsafe pcre2_jit_stack_assign_8(ownContext, nil, UnsafeMutableRawPointer(stack))
        return unsafe pcre2_match_8(code, start, count, 0, options, data, ownContext)
    }

    private static let empty: StaticString = ""
    private static var noBytes: UnsafePointer<UInt8> { unsafe empty.utf8Start }
}

extension PatternSyntaxError {
    /// - Parameter offset: In bytes, as PCRE2 counts.
    fileprivate init(status: Int32, offset: Int, in pattern: String) {
        var buffer = [UInt8](repeating: 0, count: 256)
        let length = unsafe buffer.withUnsafeMutableBufferPointer {
            unsafe pcre2_get_error_message_8(status, $0.baseAddress, $0.count)
        }
        message = length > 0 ? String(decoding: buffer[..<Int(length)], as: UTF8.self) : "error \(status) of PCRE2"
        self.offset = pattern.utf8.prefix(offset).count { $0 & 0xC0 != 0x80 }
    }
}
