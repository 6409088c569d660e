package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/shopspring/decimal"
	"github.com/spf13/cobra"

	"cardwallet/client"
	"cardwallet/cmd/internal/documents"
	"cardwallet/cmd/internal/run"
)

// without are the commands that print no document, and why.
var without = map[string]string{
	"":                      "a screen",
	"demo":                  "a screen",
	"config":                "a group",
	"keys":                  "a group",
	"labels":                "a group",
	"state":                 "a group",
	"audit":                 "a group, which says so",
	"config example":        "a text",
	"config edit":           "a screen",
	"licenses":              "a text",
	"man":                   "a text",
	run.CleanerCommand:      "for the program alone",
	"completion":            "a group",
	"completion bash":       "a text",
	"completion fish":       "a text",
	"completion powershell": "a text",
	"completion zsh":        "a text",
	"help":                  "a text",
}

// TestEveryCommandHasADocument: each command is in the table of documents, or says why not; each in the table is held to it by a script.
func TestEveryCommandHasADocument(t *testing.T) {
	t.Parallel()
	root := newRoot(&run.App{})
	root.InitDefaultCompletionCmd()
	root.InitDefaultHelpCmd()
	paths := map[string]bool{}
	each(root, func(cmd *cobra.Command) {
		path := strings.TrimSpace(strings.TrimPrefix(cmd.CommandPath(), root.Name()))
		paths[path] = true
		if without[path] != "" && documents.Prints(path) || without[path] == "" && !documents.Prints(path) {
			t.Errorf("%q has a document: %v, and is said to have none: %q", path, documents.Prints(path), without[path])
		}
	})
	held := heldLines(t)
	for _, d := range documents.Table {
		for _, c := range d.Commands {
			if path, _, _ := strings.Cut(strings.ReplaceAll(c.Line, " FILE", " --"), " --"); !paths[path] {
				t.Errorf("%s: there is no command %q", d.Name, path)
			}
			if !held[d.Name+": "+c.Line] {
				t.Errorf("no script holds %q to %q, with: document '%s' cardwallet %s", c.Line, d.Name, d.Name, c.Line)
			}
		}
	}
}

// quotedWords are the words of a line of a script.
var quotedWords = regexp.MustCompile(`'[^']*'|\S+`)

// heldLines are the commands that scripts hold to their documents, as "document: command".
func heldLines(t *testing.T) map[string]bool {
	t.Helper()
	held := map[string]bool{}
	for _, dir := range []string{"script", "team"} {
		files, err := filepath.Glob(filepath.Join("testdata", dir, "*.txtar"))
		if err != nil || len(files) == 0 {
			t.Fatal(files, err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for line := range strings.Lines(string(text)) {
				var args []string
				for _, word := range quotedWords.FindAllString(line, -1) {
					args = append(args, strings.Trim(word, "'"))
				}
				switch {
				case len(args) > 2 && args[0] == "document":
				case len(args) > 3 && args[0] == "watch":
					args = append([]string{"watch", "code"}, args[3:]...)
				default:
					continue
				}
				for name := range strings.SplitSeq(args[1], ",") {
					if d, c := printedBy(name, args[2:]); c != nil {
						held[d.Name+": "+c.Line] = true
					}
				}
			}
		}
	}
	return held
}

// printedBy is the document of that name with the command of the table that the arguments call: the longest whose words are all there.
func printedBy(name string, args []string) (documents.Document, *documents.Command) {
	at := slices.IndexFunc(documents.Table, func(d documents.Document) bool { return d.Name == name })
	if at < 0 {
		return documents.Document{}, nil
	}
	d, best := documents.Table[at], -1
	for i, c := range d.Commands {
		rest, missing := args, false
		for _, word := range strings.Fields(c.Line) {
			at := slices.Index(rest, word)
			if word == "FILE" {
				continue
			}
			if missing = missing || at < 0; !missing && !strings.HasPrefix(word, "-") {
				rest = rest[at+1:]
			}
		}
		if !missing && (best < 0 || len(c.Line) > len(d.Commands[best].Line)) {
			best = i
		}
	}
	if best < 0 {
		return d, nil
	}
	return d, &d.Commands[best]
}

// documentOf is the document that the arguments print.
func documentOf(args []string) (of documents.Document, by *documents.Command) {
	for _, d := range documents.Table {
		if _, c := printedBy(d.Name, args); c != nil && (by == nil || len(c.Line) > len(by.Line)) {
			of, by = d, c
		}
	}
	return of, by
}

// scriptDocument runs a command and wants it to print that document and nothing else: document NAME[,NAME...] [CODE] cardwallet ARGS...
// With "printed" in place of cardwallet the command was run, and what it printed is the last stdout. A stream can have several documents.
func scriptDocument(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: document NAME [CODE] cardwallet ARGS...")
	}
	names, args := strings.Split(args[0], ","), args[1:]
	switch args[0] {
	case "printed":
	case "cardwallet":
		ts.Check(ts.Exec(args[0], args[1:]...))
	default:
		scriptExitCode(ts, false, args)
		args = args[1:]
	}
	out := []byte(ts.ReadFile("stdout"))
	for _, name := range names {
		d, c := printedBy(name, args)
		if c == nil {
			ts.Fatalf("the table does not say that %q prints a %s", args, name)
		}
		if len(names) == 1 {
			ts.Check(isDocument(d, c.Form, out))
		}
	}
	if len(names) > 1 {
		ts.Check(eachLine(names, args, out))
	}
}

// eachLine wants each line to be one of the documents, and each of them there.
func eachLine(names, args []string, out []byte) error {
	seen := map[string]bool{}
	for line := range bytes.Lines(out) {
		var failed error
		known := false
		for _, name := range names {
			d, c := printedBy(name, args)
			err := isDocument(d, c.Form, line)
			if failed = errors.Join(failed, err); err == nil {
				known, seen[name] = true, true
			}
		}
		if !known {
			return failed
		}
	}
	if len(seen) != len(names) {
		return fmt.Errorf("of %q only %v were printed", names, seen)
	}
	return nil
}

// isDocument says what is wrong with what a command printed.
func isDocument(d documents.Document, form documents.Form, out []byte) error {
	decoder := json.NewDecoder(bytes.NewReader(out))
	decoder.UseNumber()
	count := 0
	for {
		var value any
		err := decoder.Decode(&value)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		count++
		of := d.Type
		if form == documents.Many {
			of = reflect.SliceOf(of)
		}
		if err := valueIs(d.Name, of, value); err != nil {
			return err
		}
	}
	switch {
	case form == documents.Lines && count != bytes.Count(out, []byte("\n")):
		return fmt.Errorf("%s: %d documents on %d lines", d.Name, count, bytes.Count(out, []byte("\n")))
	case form != documents.Lines && count != 1:
		return fmt.Errorf("%s: %d documents were printed", d.Name, count)
	}
	return nil
}

var (
	digits    = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)
	decimals  = regexp.MustCompile(`^[0-9]+(\.[0-9]+)?$`)
	stringsIn = map[reflect.Type]func(string) bool{
		reflect.TypeFor[documents.Amount]():  digits.MatchString,
		reflect.TypeFor[documents.Decimal](): decimals.MatchString,
		reflect.TypeFor[documents.Time](): func(text string) bool {
			at, err := time.Parse(time.RFC3339, text)
			return err == nil && at.UTC().Format(time.RFC3339) == text
		},
		reflect.TypeFor[documents.Day](): func(text string) bool {
			_, err := time.Parse(time.DateOnly, text)
			return err == nil
		},
	}
)

// valueIs says how a value is not of the type.
func valueIs(where string, of reflect.Type, value any) error {
	wrong := func() error { return fmt.Errorf("%s is %v (%T), no %s", where, value, value, of) }
	if of.Kind() == reflect.Pointer {
		if value == nil {
			return nil
		}
		of = of.Elem()
	}
	switch of.Kind() {
	case reflect.Interface:
		return nil
	case reflect.Bool:
		if _, ok := value.(bool); !ok {
			return wrong()
		}
	case reflect.Int, reflect.Int64:
		if n, ok := value.(json.Number); !ok || strings.ContainsAny(n.String(), ".e") {
			return wrong()
		}
	case reflect.String:
		text, ok := value.(string)
		fits, words := stringsIn[of], documents.Vocabularies[of]
		if !ok || text == "" || fits != nil && !fits(text) || words != nil && !slices.Contains(words, text) {
			return wrong()
		}
	case reflect.Slice:
		if of.Elem().Kind() == reflect.Uint8 { // another's JSON
			return nil
		}
		list, ok := value.([]any)
		if !ok {
			return wrong()
		}
		for i, v := range list {
			if err := valueIs(fmt.Sprintf("%s[%d]", where, i), of.Elem(), v); err != nil {
				return err
			}
		}
	default:
		object, ok := value.(map[string]any)
		if !ok {
			return wrong()
		}
		return objectIs(where, of, object)
	}
	return nil
}

func objectIs(where string, of reflect.Type, object map[string]any) error {
	members := documents.Members(of)
	for _, m := range members {
		value, ok := object[m.Name]
		if !ok {
			return fmt.Errorf("%s has no member %s", where, m.Name)
		}
		if err := valueIs(where+"."+m.Name, m.Of, value); err != nil {
			return err
		}
	}
	if len(object) != len(members) {
		return fmt.Errorf("%s has %d members, and its type %d: %v", where, len(object), len(members), object)
	}
	amount, ok := object["amount"].(string)
	if !ok {
		return nil
	}
	currency, _ := object["currency"].(string)
	exact, err := decimal.NewFromString(amount)
	if err != nil || client.NewMoney(exact, currency).Digits() != amount || currency == "" {
		return fmt.Errorf("%s is %s %s, which are not the currency's decimals (%v)", where, amount, currency, err)
	}
	return nil
}

// What a script holds to a document has to fail where it is none.
func TestDocumentsAreHeld(t *testing.T) {
	t.Parallel()
	of, _ := printedBy("merchant category", []string{"mcc"})
	spent, _ := printedBy("spending", []string{"spending"})
	const row = `{"profile":"fin","card_id":null,"amount":"1.00","currency":"USD","days":[],"merchants":[%s]}`
	for text, good := range map[string]bool{
		`[{"code":"5734","name":"Software"}]`: true, `[]`: true, `{"code":"5734","name":"Software"}`: false, `null`: false, ``: false,
		`[{"code":"5734","name":""}]`: false, `[{"code":"5734"}]`: false, `[{"code":"5734","name":null}]`: false, `[][]`: false,
		`[{"code":"5734","name":"Software","more":1}]`: false, `[{"code":5734,"name":"Software"}]`: false, `[`: false,
	} {
		if err := isDocument(of, documents.Many, []byte(text)); (err == nil) != good {
			t.Errorf("%s: %v", text, err)
		}
	}
	for merchant, good := range map[string]bool{
		`{"merchant":null,"amount":"1.00","currency":"USD"}`: true, `{"merchant":null,"amount":null,"currency":null}`: true,
		`{"merchant":null,"amount":"1","currency":"USD"}`: false, `{"merchant":null,"amount":"1","currency":"JPY"}`: true,
		`{"merchant":null,"amount":"1.00","currency":null}`: false, `{"merchant":null,"amount":1.00,"currency":"USD"}`: false,
		`{"merchant":null,"amount":"+1.00","currency":"USD"}`: false,
	} {
		if err := isDocument(spent, documents.Many, fmt.Appendf(nil, "["+row+"]", merchant)); (err == nil) != good {
			t.Errorf("%s: %v", merchant, err)
		}
	}
	if c := []string{"--profile", "fin", "cards", "show", "x", "--reveal", "--json"}; true {
		if _, is := printedBy("card", c); is.Line != "cards show" {
			t.Errorf("%q is %q", c, is.Line)
		}
		if _, is := printedBy("revealed card", c); is == nil {
			t.Errorf("%q is no revealed card", c)
		}
	}
}
