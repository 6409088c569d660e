package screen

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui/dialog"
	"cardwallet/tui/ui"
)

// question is one that y answers.
type question struct {
	open   func(*rig)     // opens the screen and fills it in until the question is there
	asks   func(*rig) any // the screen that asks, where it is a part of the one that is open
	closes bool           // a key that is none of its answers takes it away
}

// questions are those of one room, by name.
type questions map[string]question

// asked are all questions that this test binary knows of.
var asked []question

// ask puts the questions of a room where hold finds all that are there.
func ask(q questions) questions {
	asked = slices.AppendSeq(asked, maps.Values(q))
	return q
}

// hold checks the laws of all questions. A room that asks nothing holds none.
func (q questions) hold(t *testing.T) {
	t.Helper()
	t.Run("a question counts from when it was seen", q.countFromWhenTheyWereSeen)
	t.Run("a key that is not y never confirms", q.neverTakeAnotherKey)
	t.Run("every question is in the tables", everyQuestionIsInTheTables)
}

const closing = "after a key that is none"

// answers are ways to press y, and whether that is an answer.
var answers = map[string]struct {
	press func(*rig)
	yes   bool
}{
	"when it was there and quiet": {func(r *rig) { r.pass(dialog.Grace); r.burst("y") }, true},
	"much later":                  {func(r *rig) { r.pass(10 * time.Second); r.burst("y") }, true},
	"on a Cyrillic layout":        {func(r *rig) { r.pass(dialog.Grace); r.burst("н") }, true},
	"again after one that was too early": {func(r *rig) {
		r.burst("y")
		r.pass(dialog.Grace)
		r.burst("y")
	}, true},
	closing: {func(r *rig) {
		r.pass(time.Second)
		r.strike("up")
		r.pass(dialog.Grace)
		r.burst("y")
	}, true},

	"at once":               {func(r *rig) { r.burst("y") }, false},
	"a moment too early":    {func(r *rig) { r.pass(dialog.Grace - 1); r.burst("y") }, false},
	"several times, slowly": {func(r *rig) { r.presses("y", 20, dialog.Grace-time.Millisecond) }, false},
	"again too early":       {func(r *rig) { r.burst("y"); r.pass(dialog.Grace - 1); r.burst("y") }, false},
	"too soon after another key": {func(r *rig) {
		r.pass(time.Second)
		r.strike("up")
		r.pass(dialog.Grace - 1)
		r.burst("y")
	}, false},
	"in a paste without brackets":       {func(r *rig) { r.burst("yes please\ry\r") }, false},
	"in such a paste much later":        {func(r *rig) { r.pass(5 * time.Second); r.burst("yes please\ry\r") }, false},
	"alone in such a paste with an end": {func(r *rig) { r.pass(5 * time.Second); r.burst("y\r") }, false},
	"twice at once":                     {func(r *rig) { r.pass(5 * time.Second); r.burst("yy") }, false},
	"in a slow paste":                   {func(r *rig) { r.pass(5 * time.Second); r.presses("y", 3, dialog.Alone-1) }, false},
	"in a paste with brackets":          {func(r *rig) { r.pass(5 * time.Second); r.take(tea.PasteMsg{Content: "y"}); r.settle() }, false},
	"as a key that is held": {func(r *rig) {
		r.pass(5 * time.Second)
		for range 40 {
			r.key(tea.KeyPressMsg{Code: 'y', Text: "y", IsRepeat: true})
			r.pass(time.Second)
		}
	}, false},
	"held from before, where the terminal does not tell": {func(r *rig) {
		r.burst("y")
		r.pass(660 * time.Millisecond) // until a key repeats, at the most that is usual
		r.presses("y", 60, 40*time.Millisecond)
	}, false},
	"when the question has just become another": {func(r *rig) {
		r.pass(5 * time.Second)
		r.env.Attention.Frame(func() string {
			r.env.Attention.Asks(r.screen, "another")
			return ""
		})
		r.burst("y")
	}, false},
	"when it was hidden a moment ago": {func(r *rig) {
		r.pass(5 * time.Second)
		r.env.Attention.Frame(func() string { return "the list of keys, or the lock" })
		r.draw()
		r.burst("y")
	}, false},
}

// countFromWhenTheyWereSeen: every question, and every way to press its key.
func (q questions) countFromWhenTheyWereSeen(t *testing.T) {
	for name, question := range q {
		for way, answer := range answers {
			t.Run(name+", "+way, func(t *testing.T) {
				inBubble(t, func(r *rig) {
					question.open(r)
					if !r.env.Attention.Asking() || r.done() != 0 {
						t.Fatalf("%d done, and it shows\n%s", r.done(), r.view())
					}
					answer.press(r)
					r.pass(5 * time.Second)
					yes := answer.yes && (!question.closes || way != closing)
					if n := r.done(); (n > 0) != yes {
						t.Errorf("%d done, and it shows\n%s", n, r.view())
					}
				})
			})
		}
	}
}

// neverTakeAnotherKey: whatever is pressed, slowly.
func (q questions) neverTakeAnotherKey(t *testing.T) {
	for name, question := range q {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(r *rig) {
				question.open(r)
				for c := ' '; c <= '~'; c++ {
					if c == 'y' {
						continue
					}
					r.pass(time.Second)
					r.burst(string(c))
				}
				for _, name := range []string{"up", "down", "tab", "backspace", "enter"} {
					r.pass(time.Second)
					r.strike(name)
				}
				r.pass(5 * time.Second)
				if n := r.done(); n != 0 {
					t.Errorf("%d done", n)
				}
			})
		})
	}
}

// typedAnswerCountsFromWhenItWasAskedFor: what was typed before is not in the field, and a paste never is. The screen that open leaves
// asks for 5161, and says what for.
func typedAnswerCountsFromWhenItWasAskedFor(t *testing.T, says string, open func(*rig)) {
	t.Helper()
	inBubble(t, func(r *rig) {
		open(r)
		r.burst("5161\r")
		r.take(tea.PasteMsg{Content: "5161"})
		r.pass(dialog.Grace - 1)
		r.burst("5161\r")
		r.shows(says)
		if strings.Contains(r.view(), "> 5") {
			t.Errorf("it was typed:\n%s", r.view())
		}
		r.pass(dialog.Grace)
		r.burst("5161") // as fast as it comes from now on
		r.shows("> 5161")
		r.burst("\r")
		r.shows("y confirms")
		if r.done() != 0 {
			t.Error("it was sent")
		}
	})
}

// tooEarlyIsSaid: a person who was too fast is told, and only then.
func tooEarlyIsSaid(t *testing.T, question question) {
	t.Helper()
	inBubble(t, func(r *rig) {
		question.open(r)
		r.burst("y")
		const tooFast = "too fast for an answer: read it, then press the key once"
		if told := got[ui.NoticeMsg](r); len(told) != 1 || told[0].Text != tooFast || told[0].Level != ui.Info {
			t.Errorf("told %+v", told)
		}
		r.pass(dialog.Grace)
		r.burst("x")
		r.pass(dialog.Grace)
		r.burst("y")
		r.pass(time.Second)
		if told := got[ui.NoticeMsg](r); len(told) != 1 || r.done() != 1 {
			t.Errorf("told %+v, %d sent", told, r.done())
		}
	})
}

// nothingIsSentWithoutAYes: send goes to the till with the zero Yes, which is none.
func nothingIsSentWithoutAYes(t *testing.T, send func(*rig, dialog.Yes) error) {
	t.Helper()
	inBubble(t, func(r *rig) {
		if send(r, dialog.Yes{}) == nil {
			t.Error("it was done")
		}
		if r.done() != 0 {
			t.Error("something was sent")
		}
	})
}

// haveAllKinds: an order of each of the kinds is asked about. kindOf tells the kind of the order that a screen asks about.
func (q questions) haveAllKinds(t *testing.T, kindOf func(screen any) client.MovementKind, kinds ...client.MovementKind) {
	t.Helper()
	found := map[client.MovementKind]bool{}
	for _, question := range q {
		inBubble(t, func(r *rig) { found[kindOf(question.asking(r))] = true })
	}
	for _, kind := range kinds {
		if !found[kind] {
			t.Errorf("no question of kind %s", kind)
		}
	}
}

// asking opens the question and gives the screen that asks it.
func (q question) asking(r *rig) any {
	q.open(r)
	if q.asks != nil {
		return q.asks(r)
	}
	return r.screen
}

// everyQuestionIsInTheTables finds in the code a screen that asks and is not opened in a table, and one that sends past the till.
func everyQuestionIsInTheTables(t *testing.T) {
	opened := map[string]bool{}
	for _, question := range asked {
		inBubble(t, func(r *rig) {
			name := fmt.Sprintf("%T", question.asking(r))
			opened[name[strings.LastIndex(name, ".")+1:]] = true
		})
	}
	asking, screens, here := map[string]bool{}, screensOf(t), map[string]bool{}
	calls(t, func(file, receiver, method string) {
		here[receiver] = true
		switch method {
		case "confirm", "Confirm":
			for _, screen := range screens(receiver) {
				if file != "env.go" { // by which all of them ask
					asking[screen] = true
				}
			}
		case "RequestDeposit", "Move", "Mark", "submit", "Submit":
			for _, screen := range screens(receiver) {
				if file != "till.go" && !opened[screen] {
					t.Errorf("%s: %s calls %s, and %s asks nothing", file, receiver, method, screen)
				}
			}
		case "TopUp", "Withdraw", "Create", "Freeze", "Unfreeze", "Cancel", "SetPIN", "SetLimits", "Activate":
			t.Errorf("%s: %s calls %s, past the till", file, receiver, method)
		}
	})
	for _, screen := range screens("Order") {
		if screen != "Order" { // it embeds that of another room, which asks
			asking[screen] = true
		}
	}
	maps.DeleteFunc(opened, func(screen string, _ bool) bool { return !here[screen] }) // it is a part, and its own room holds it to this
	if want, got := slices.Sorted(maps.Keys(asking)), slices.Sorted(maps.Keys(opened)); !slices.Equal(want, got) {
		t.Errorf("%v ask, %v are opened", want, got)
	}
}

// screensOf tells for a type which screens have its methods: itself, or those that embed it where there are any.
func screensOf(t *testing.T) func(receiver string) []string {
	t.Helper()
	embed, updates := map[string][]string{}, map[string]bool{}
	declarations(t, func(_ string, decl ast.Decl) {
		if fn, ok := decl.(*ast.FuncDecl); ok && fn.Name.Name == "Update" {
			updates[receiverOf(fn)] = true
		}
		ast.Inspect(decl, func(n ast.Node) bool {
			spec, ok := n.(*ast.TypeSpec)
			if !ok {
				return true
			}
			if fields, ok := spec.Type.(*ast.StructType); ok {
				for _, field := range fields.Fields.List {
					name, ok := field.Type.(*ast.Ident)
					if of, elsewhere := field.Type.(*ast.SelectorExpr); elsewhere {
						name, ok = of.Sel, true
					}
					if ok && len(field.Names) == 0 {
						embed[name.Name] = append(embed[name.Name], spec.Name.Name)
					}
				}
			}
			return false
		})
	})
	return func(receiver string) []string {
		screens := slices.DeleteFunc(slices.Clone(embed[receiver]), func(name string) bool { return !updates[name] })
		if len(screens) == 0 {
			return []string{receiver}
		}
		return screens
	}
}

// calls gives every method call of the code: the type whose method it is in, and what it calls.
func calls(t *testing.T, f func(file, receiver, method string)) {
	t.Helper()
	declarations(t, func(file string, decl ast.Decl) {
		fn, ok := decl.(*ast.FuncDecl)
		if !ok || fn.Body == nil {
			return
		}
		ast.Inspect(fn.Body, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				if sel, ok := call.Fun.(*ast.SelectorExpr); ok {
					f(file, receiverOf(fn), sel.Sel.Name)
				}
			}
			return true
		})
	})
}

// declarations gives every declaration in the code of the room, and in that of the package which all rooms build on.
func declarations(t *testing.T, f func(file string, decl ast.Decl)) {
	t.Helper()
	room, err := filepath.Abs(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, dir := range slices.Compact([]string{room, filepath.Join(filepath.Dir(room), "screen")}) {
		files, err := filepath.Glob(filepath.Join(dir, "*.go"))
		if err != nil || len(files) == 0 {
			t.Fatalf("no code in %s: %v", dir, err)
		}
		for _, name := range files {
			if strings.HasSuffix(name, "_test.go") {
				continue
			}
			parsed, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			for _, decl := range parsed.Decls {
				f(filepath.Base(name), decl)
			}
		}
	}
}

func receiverOf(fn *ast.FuncDecl) string {
	if fn.Recv == nil {
		return ""
	}
	of := fn.Recv.List[0].Type
	if star, ok := of.(*ast.StarExpr); ok {
		of = star.X
	}
	if name, ok := of.(*ast.Ident); ok {
		return name.Name
	}
	return ""
}
