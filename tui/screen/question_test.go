package screen

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui/dialog"
	"cardwallet/tui/ui"
)

// asked are all questions that y answers: each opens its screen and fills it in until the question is there.
var asked = map[string]func(*rig){
	"top-up": func(r *rig) { openTopUp(r); r.typed("25"); r.press("enter") },
	"withdraw": func(r *rig) {
		openWithdraw(r)
		r.typed("25")
		r.press("enter")
	},
	"new card": func(r *rig) { openCreated(r); r.typed("25"); r.press("enter") },
	"freeze":   func(r *rig) { r.open(NewFreeze(r.env, adsCard())) },
	"unfreeze": func(r *rig) {
		r.issuer.card.Status = client.CardFrozen
		r.open(NewFreeze(r.env, r.issuer.card))
	},
	"cancel": func(r *rig) { r.open(NewCancel(r.env, adsCard())); r.typed("5161"); r.press("enter") },
	"PIN":    func(r *rig) { openPIN(r); r.typePIN() },
	"limits": func(r *rig) {
		openLimits(r, nil)
		r.typed("120")
		r.press("enter")
	},
	"activate": func(r *rig) {
		r.open(NewActivate(r.env, physicalCard(r)))
		r.press("enter")
		r.typed("20834698")
		r.press("enter")
		r.typePIN()
		r.press("enter")
	},
	"bulk top-up": func(r *rig) {
		cards, _ := bulkRig(r)
		r.open(NewBulkTopUp(r.env, cards))
		r.typed("25")
		r.press("enter")
	},
	"bulk freeze": func(r *rig) {
		cards, _ := bulkRig(r)
		r.open(NewBulkFreeze(r.env, cards))
	},
	"deposit": func(r *rig) {
		bank, ads := withBank(r)
		r.requests = func() int { return len(bank.requested) }
		r.open(NewDeposit(r.env, ads))
		r.typed("100")
		r.press("enter")
	},
	"mark": func(r *rig) {
		aDay(r)
		r.open(NewMark(r.env, r.payer.rows[0]))
		r.press("d")
		r.typed("seen there")
		r.press("enter")
	},
	"repeat": func(r *rig) {
		r.payer.guards = repeated
		openTopUp(r)
		r.typed("25")
		r.press("enter", "y")
	},
	"override": func(r *rig) {
		r.payer.guards = openMovement
		openTopUp(r)
		r.typed("25")
		r.press("enter")
		r.typed("5161")
		r.press("enter")
	},
	"override of a freeze": func(r *rig) {
		r.payer.guards = openMovement
		r.open(NewFreeze(r.env, adsCard()))
		r.typed("5161")
		r.press("enter")
	},
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

// TestAQuestionCountsFromWhenItWasSeen: every question, and every way to press its key.
func TestAQuestionCountsFromWhenItWasSeen(t *testing.T) {
	for question, open := range asked {
		for name, answer := range answers {
			t.Run(question+", "+name, func(t *testing.T) {
				inBubble(t, func(r *rig) {
					open(r)
					if !r.env.Attention.Asking() || r.done() != 0 {
						t.Fatalf("%d done, and it shows\n%s", r.done(), r.view())
					}
					answer.press(r)
					r.pass(5 * time.Second)
					yes := answer.yes && (question != "repeat" || name != closing) // which such a key closes
					if n := r.done(); (n > 0) != yes {
						t.Errorf("%d done, and it shows\n%s", n, r.view())
					}
				})
			})
		}
	}
}

// TestAKeyThatIsNotYNeverConfirms: whatever is pressed, slowly.
func TestAKeyThatIsNotYNeverConfirms(t *testing.T) {
	for question, open := range asked {
		t.Run(question, func(t *testing.T) {
			inBubble(t, func(r *rig) {
				open(r)
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

// TestATypedConfirmationCountsFromWhenItWasAskedFor: what was typed before is not in the field, and a paste never is.
func TestATypedConfirmationCountsFromWhenItWasAskedFor(t *testing.T) {
	for name, open := range map[string]func(*rig){
		"top-up": func(r *rig) { openTopUp(r); r.typed("25"); r.press("enter") },
		"freeze": func(r *rig) { r.open(NewFreeze(r.env, adsCard())) },
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(r *rig) {
				r.payer.guards = openMovement
				open(r)
				r.burst("5161\r")
				r.take(tea.PasteMsg{Content: "5161"})
				r.pass(dialog.Grace - 1)
				r.burst("5161\r")
				r.shows("to " + map[string]string{"top-up": "send another", "freeze": "go on anyway"}[name] + ":")
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
		})
	}
}

// TestTooEarlyIsSaid: a person who was too fast is told, and only then.
func TestTooEarlyIsSaid(t *testing.T) {
	inBubble(t, func(r *rig) {
		asked["freeze"](r)
		r.burst("y")
		if told := got[ui.NoticeMsg](r); len(told) != 1 || told[0].Text != "too fast for an answer: read it, then press the key once" || told[0].Level != ui.Info {
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

// TestNothingIsSentWithoutAYes: the zero Yes is none.
func TestNothingIsSentWithoutAYes(t *testing.T) {
	inBubble(t, func(r *rig) {
		bank, _ := withBank(r)
		_, moved := r.env.Payer.Move(t.Context(), dialog.Yes{}, client.Account{}, client.Intent{})
		_, marked := r.env.Payer.Mark(t.Context(), dialog.Yes{}, "CW1", client.MovementSucceeded, "seen", "")
		_, requested := r.env.Payer.RequestDeposit(t.Context(), dialog.Yes{}, bank, usd("100"), "USDC")
		for _, err := range []error{moved, marked, requested} {
			if err == nil {
				t.Error("it was done")
			}
		}
		if r.done()+len(bank.requested) != 0 {
			t.Error("something was sent")
		}
	})
}

// TestEveryQuestionIsInTheTables: a kind of movement without a question above, a screen that asks and is not opened there, and one that
// sends past the till are found here.
func TestEveryQuestionIsInTheTables(t *testing.T) {
	opened, kinds := map[string]bool{}, map[client.MovementKind]bool{}
	for _, open := range asked {
		inBubble(t, func(r *rig) {
			open(r)
			screen := any(r.screen)
			if create, ok := screen.(*Create); ok {
				screen = create.payment
			}
			opened[strings.TrimPrefix(fmt.Sprintf("%T", screen), "*screen.")] = true
			switch s := screen.(type) {
			case *Payment:
				kinds[s.kind] = true
			case *Change:
				kinds[s.kind] = true
			}
		})
	}
	for _, kind := range append([]client.MovementKind{client.MoveUnfreeze}, cardChanges...) {
		if !kinds[kind] {
			t.Errorf("no question of kind %s", kind)
		}
	}
	for _, kind := range []client.MovementKind{client.MoveTopUp, client.MoveWithdraw, client.MoveCreate} {
		if !kinds[kind] {
			t.Errorf("no question of kind %s", kind)
		}
	}
	asking, screens := map[string]bool{}, screensOf(t)
	calls(t, func(file, receiver, method string) {
		switch method {
		case "confirm":
			for _, screen := range screens(receiver) {
				asking[screen] = true
			}
		case "RequestDeposit", "Move", "Mark", "submit":
			for _, screen := range screens(receiver) {
				if file != "till.go" && !opened[screen] {
					t.Errorf("%s: %s calls %s, and %s asks nothing", file, receiver, method, screen)
				}
			}
		case "TopUp", "Withdraw", "Create", "Freeze", "Unfreeze", "Cancel", "SetPIN", "SetLimits", "Activate":
			t.Errorf("%s: %s calls %s, past the till", file, receiver, method)
		}
	})
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
					if name, ok := field.Type.(*ast.Ident); ok && len(field.Names) == 0 {
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

// calls gives every method call of the package's code: the type whose method it is in, and what it calls.
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

// declarations gives every declaration of the package's code.
func declarations(t *testing.T, f func(file string, decl ast.Decl)) {
	t.Helper()
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range files {
		name := entry.Name()
		if !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, decl := range parsed.Decls {
			f(name, decl)
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
