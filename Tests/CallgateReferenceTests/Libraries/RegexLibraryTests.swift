import Testing

@Suite("The library regex")
struct RegexLibraryTests {
    static let args = #"{"s":"hello world","n":null,"p":"l+","i":1}"#

    @Test("Values", arguments: [
        ("regex.replace('hello world hello', 'hello', 'hi')", "\"hi world hi\""),
        ("regex.replace('banana', 'a', 'x', 0)", "\"banana\""),
        ("regex.replace('banana', 'a', 'x', 1)", "\"bxnana\""),
        ("regex.replace('banana', 'a', 'x', 2)", "\"bxnxna\""),
        ("regex.replace('banana', 'a', 'x', -12)", "\"bxnxnx\""),
        ("regex.replace('banana', 'a', 'x', 99)", "\"bxnxnx\""),
        (#"regex.replace('foo bar', '(fo)o (ba)r', r'\2 \1')"#, "\"ba fo\""),
        (#"regex.replace('ab', '(a)(b)?', r'[\0|\1|\2|\\]')"#, #""[ab|a|b|\]""#),
        (#"regex.replace('a', '(a)(b)?', r'[\2]')"#, "\"[]\""), ("regex.replace('abc', '', '-')", "\"-a-b-c-\""),
        ("regex.replace('abc', 'x*', '-', 2)", "\"-a-bc\""), ("regex.replace('abc', 'b*', '-')", "\"-a-c-\""),
        ("regex.replace('', '', 'x')", "\"x\""), ("regex.replace('', 'a', 'x')", "\"\""),
        ("regex.replace('aXbX', /x/i, '$1')", "\"a$1b$1\""), ("regex.replace('a.b', r'\\.', '')", "\"ab\""),
        (#"regex.replace('éaé', 'é(.)', r'\1')"#, "\"aé\""), ("regex.replace(args.s, args.p, '')", "\"heo word\""),
        ("regex.extract('hello world', 'hello(.*)')", "optional \" world\""),
        (#"regex.extract('item-A, item-B', 'item-(\\w+)')"#, "optional \"A\""),
        ("regex.extract('HELLO', 'hello')", "optional none"),
        ("regex.extract('HELLO', /hello/i)", "optional \"HELLO\""),
        ("regex.extract('ab', 'a(x)?b')", "optional none"), ("regex.extract('ab', 'a(x*)b')", "optional none"),
        ("regex.extract('ab', 'x*')", "optional \"\""), ("regex.extract('', '')", "optional \"\""),
        ("regex.extract('aab', 'a+?')", "optional \"a\""), ("regex.extract('aab', 'a+')", "optional \"aa\""),
        ("regex.extract('ab', 'a|ab')", "optional \"a\""), ("regex.extract('ab', 'ab|a')", "optional \"ab\""),
        ("regex.extract('xab', '(?:a|b)+')", "optional \"ab\""),
        ("regex.extract('aabb', '(a|b)+')", "optional \"b\""),
        ("regex.extract('key=v', '(?P<k>[a-z]+)=')", "optional \"key\""),
        ("regex.extract('ab', '(?U)a+b?')", "optional \"a\""), ("regex.extract('aaa', 'a{2}')", "optional \"aa\""),
        ("regex.extract('aaa', 'a{1,2}?')", "optional \"a\""),
        ("regex.extract('ab\\ncd', '(?m)^c.')", "optional \"cd\""),
        ("regex.extract('ab\\ncd', '^c.')", "optional none"),
        ("regex.extract('a_b-c', r'\\bc')", "optional \"c\""),
        ("regex.extract('ab', '(?:a|(b*))*')", "optional \"b\""), ("regex.extract('aa', '(|a)*')", "optional none"),
        ("regex.extract('aa', '(|a)+b|a')", "optional none"),
        ("regex.extractAll('id:123, id:456', 'id:\\\\d+')", "[\"id:123\", \"id:456\"]"),
        ("regex.extractAll('id:123, id:456', 'assa')", "[]"),
        ("regex.extractAll('a1b2', '([a-z])')", "[\"a\", \"b\"]"),
        ("regex.extractAll('a1b', '[a-z](\\\\d?)')", "[\"1\"]"),
        ("regex.extractAll('abc', '')", "[\"\", \"\", \"\", \"\"]"),
        ("regex.extractAll('baac', 'a*')", "[\"\", \"aa\", \"\"]"),
        ("regex.extractAll('aaaa', 'aa')", "[\"aa\", \"aa\"]"), ("regex.extractAll('', 'a*')", "[\"\"]"),
        ("regex.extractAll('éü', '.')", "[\"é\", \"ü\"]"), ("regex.extractAll('ab', '^.')", "[\"a\"]"),
        ("regex.extractAll('aab', 'a*?')", "[\"\", \"\", \"\", \"\"]"),
        ("regex.extractAll('a b', r'\\b')", "[\"\", \"\", \"\", \"\"]"),
    ])
    func values(_ source: String, _ wanted: String) throws {
        #expect(try evaluate(source, args: Self.args) == wanted)
    }

    @Test("Errors", arguments: [
        (#"regex.replace('test', '(.)', r'\2')"#, "error invalid_argument"),
        (#"regex.replace('test', 'x', r'\1')"#, "error invalid_argument"),
        (#"regex.replace('test', '(.)', r'\2', 0)"#, "error invalid_argument"),
        (#"regex.replace('id=123', r'id=(?P<value>\d+)', r'value: \values')"#, "error invalid_argument"),
        (#"regex.replace('a', 'a', '\\')"#, "error invalid_argument"),
        (#"regex.replace('a', 'a', r'\n')"#, "error invalid_argument"),
        (#"regex.replace('a', '(?:a)', r'\1')"#, "error invalid_argument"),
        (#"regex.replace('', '', r'x\')"#, "error invalid_argument"),
        ("regex.replace('foo bar', '(' + '', '$2 $1')", "error bad_conversion"),
        (#"regex.replace('a', '(' + '', r'\9', 0)"#, "error bad_conversion"),
        ("regex.extract('a', '(' + '')", "error bad_conversion"),
        ("regex.extractAll('a', '[' + '')", "error bad_conversion"),
        (#"regex.extract('a', '(?=a)' + '')"#, "error bad_conversion"),
        (#"regex.extract('aa', '(a)\\1' + '')"#, "error bad_conversion"),
        ("regex.extract('testuser@testdomain', '(.*)@([^.]*)')", "error invalid_argument"),
        ("regex.extractAll('testuser@testdomain', '(.*)@([^.]*)')", "error invalid_argument"),
        ("regex.extract('', '(a)(b)')", "error invalid_argument"),
        ("regex.extract(args.n, 'a')", "error no_such_overload"),
        ("regex.extract(dyn(b'a'), 'a')", "error no_such_overload"),
        ("regex.extract('a', dyn(1))", "error no_such_overload"),
        ("regex.extract(args.n, '(')", "error no_such_overload"),
        ("regex.extractAll(args.i, 'a')", "error no_such_overload"),
        ("regex.extractAll('a', args.n)", "error no_such_overload"),
        ("regex.replace(args.n, 'a', 'b')", "error no_such_overload"),
        ("regex.replace('a', 'a', args.n)", "error no_such_overload"),
        ("regex.replace('a', '(', args.n)", "error no_such_overload"),
        ("regex.replace('a', 'a', 'b', dyn(1u))", "error no_such_overload"),
        ("regex.replace('a', 'a', 'b', args.s)", "error no_such_overload"),
        ("regex.replace(args.n.x, 'a', 'b')", "error null_field"),
        ("regex.replace('a', 'a', args.n.x, 1 / 0)", "error null_field"),
        ("regex.replace(args.n, 'a', 'b', 1 / 0)", "error division_by_zero"),
        ("'a'.matches('(' + '')", "error bad_conversion"),
    ])
    func errors(_ source: String, _ wanted: String) throws {
        #expect(try evaluate(source, args: Self.args) == wanted)
    }
}
