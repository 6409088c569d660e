package holder

import (
	"context"
	"testing"
	"time"

	"cardwallet/client"
	"cardwallet/client/finhub/holders"
	"cardwallet/client/holder"
	"cardwallet/tui/screen"
	"cardwallet/tui/screentest"
	"cardwallet/tui/ui"
)

// maker is an issuer that makes holders.
type maker struct {
	*screentest.FakeIssuer
	standing []client.Holder // what each question after another says
}

var models = []client.CardType{
	{ID: "111001", Name: "Visa Subscriptions", HolderModel: "B2B", Online: true, CanOpen: true},
	{ID: "111002", Name: "Mastercard Purchases", HolderModel: "B2C", Online: true, CanOpen: true, NeedsHolder: true,
		HolderRegions: []string{"BR", "US"}, HolderAreaCodes: []string{"+1", "+55"}},
	{ID: "111003", Name: "Gone", HolderModel: "B2C", NeedsHolder: true},
}

func (m *maker) CardTypes(context.Context) ([]client.CardType, error) {
	return models, m.Called("types")
}

func (m *maker) Holders(context.Context) ([]client.Holder, error) { return nil, m.Called("holders") }

func (m *maker) HolderForm(_ context.Context, typeID string) (holder.Form, error) {
	for _, t := range models {
		if t.ID == typeID {
			form, err := holders.Form(t, typeID, time.Now())
			if err == nil {
				err = m.Called("form")
			}
			return form, err
		}
	}
	return holder.Form{}, client.ErrTerms
}

func (m *maker) Holder(_ context.Context, id string) (client.Holder, error) {
	err := m.Called("holder")
	m.Mu.Lock()
	defer m.Mu.Unlock()
	h := m.standing[0]
	if h.ID = id; len(m.standing) > 1 {
		m.standing = m.standing[1:]
	}
	return h, err
}

func (m *maker) ReadHolderOrder(context.Context, string) (client.Operation, error) {
	return client.Operation{}, client.ErrNotFound
}

// told are the answers of somebody, in the order of the fields of B2C.
var told = []string{"Ana", "Souza", "1990-12-31", "BR", "F", "ana@example.com", "+55", "971385284", "BR", "BR_PE_1", "12 Rua Nova",
	"50010-000", "ENG01", "50000 USD", "Advertising", "10000 USD", "PASSPORT", "FZ917263", "1999-01-02", "2099-01-02", "front-1", "back-1"}

// openForm opens the creation of a holder on its fields, for the type that needs one.
func openForm(r *screentest.Rig) (*maker, *Create) {
	m := &maker{FakeIssuer: r.Issuer, standing: []client.Holder{{Status: "wait_audit", Barred: "waits"}, {Status: "pass_audit"}}}
	account, _ := r.Env.Wallet.Account("fin")
	account.Issuer = m
	r.Env.Wallet = client.NewWallet(account)
	c := New(r.Env, account, "")
	r.Open(c)
	r.Press("enter") // the type that needs a holder stands first
	return m, c
}

// fill types everything that is asked for.
func fill(r *screentest.Rig) {
	for _, text := range told {
		r.Typed(text)
		r.Press("enter")
	}
}

// reach goes on to a field.
func reach(r *screentest.Rig, c *Create, to holder.Field) {
	for range len(c.fields) {
		if c.fields[c.at].Field == to {
			return
		}
		r.Press("tab")
	}
	r.T.Fatalf("no field %s", to)
}

func TestAHolderIsCreatedAndFollowed(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		m, c := openForm(r)
		r.OnSmallScreens("New holder", "for Mastercard Purchases", "1 of 23", "first name: 2 to 32 Latin letters",
			"goes to the next of 22 to fill in")
		r.Press("enter")
		r.OnSmallScreens("first name: is missing")
		fill(r)
		r.OnSmallScreens("Create this holder?", "holder Ana Souza", "y create the holder now")
		r.Shows("document no")
		r.Hides("FZ917263")
		if len(r.Payer.Sent) != 0 {
			t.Fatal("it was sent before y")
		}
		r.Payer.Holder = "7001"
		r.Press("y")
		r.OnSmallScreens("created: Ana Souza", "the review: waiting")
		r.Tick(6 * time.Second)
		r.OnSmallScreens("the issuer has decided: approved")
		sent := r.Payer.Sent
		if len(sent) != 1 || sent[0].Kind != client.MoveHolder || sent[0].Card.ID != "" {
			t.Fatalf("sent %+v", sent)
		}
		if got := r.Payer.People; len(got) != 1 || got[0].Text(holder.IDNumber) != "FZ917263" || got[0].TypeID != "111002" ||
			got[0].Model != "B2C" {
			t.Errorf("sent %+v", got)
		}
		if n := m.Count("holder"); n != 2 {
			t.Errorf("asked %d times", n)
		}
		if !sent[0].Change.Holder.IsZero() {
			t.Error("what was told is not wiped")
		}
		r.Tick(time.Minute)
		if n := m.Count("holder"); n != 2 || c.Holds() {
			t.Errorf("asked %d times after it was decided", n)
		}
	})
}

func TestFieldsAreCheckedAsTheyAreTyped(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		_, c := openForm(r)
		r.Typed("Ånä")
		r.Shows("✕", "has not the right form")
		r.Press("ctrl+u")
		r.Typed("Ana")
		r.Shows("✓")
		r.Press("tab")
		r.Typed("Souza")
		r.Press("shift+tab")
		r.Shows("1 of 23")
		reach(r, c, holder.AreaCode)
		r.Typed("49")
		r.OnSmallScreens("phone code: is not one of +1, +55")
		r.Press("enter")
		r.OnSmallScreens("phone code: is not one of +1, +55")
		r.Press("ctrl+u")
		r.Typed("55")
		r.Press("enter")
		r.Hides("phone code: is not one of")
		reach(r, c, holder.IDNumber)
		r.Typed("FZ917263")
		r.Shows("••••••••")
		r.Hides("FZ917263")
		c.Hide()
		if !c.fields[c.at].hidden.Empty() {
			t.Error("what is hidden is not wiped when the screen is")
		}
	})
}

func TestWayBackKeepsWhatWasTyped(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		_, c := openForm(r)
		fill(r)
		if !c.Escape() {
			t.Fatal("there is no way back from the summary")
		}
		r.Shows("ana@example.com", "document no: the number on the document") // which has to be typed again
		if !c.Escape() {
			t.Fatal("there is no way back from the fields")
		}
		r.Shows("New holder: for which cards?", "needs a holder", "can do without")
		r.Hides("Gone")
		r.Press("enter")
		r.Shows("Souza")
		if len(r.Payer.Sent) != 0 {
			t.Error("something was sent")
		}
	})
}

func TestWhatCameOfAHolder(t *testing.T) {
	for name, test := range map[string]struct {
		status client.MovementStatus
		err    error
		shows  string
	}{
		"failed":     {client.MovementFailed, &client.Error{Kind: client.ErrRefused, Message: "no"}, "not created: "},
		"unknown":    {client.MovementUnknown, client.ErrUnknown, "outcome unknown: the holder may be there, do not send it again"},
		"never left": {"", &client.Error{Kind: client.ErrUnreachable, NotSent: true}, "cannot be confirmed"},
	} {
		t.Run(name, func(t *testing.T) {
			screentest.InBubble(t, func(r *screentest.Rig) {
				m, c := openForm(r)
				fill(r)
				r.Payer.Status, r.Payer.Err = test.status, test.err
				r.Press("y")
				r.OnSmallScreens(test.shows)
				if m.Count("holder") != 0 || c.Holds() {
					t.Error("a holder that there may not be is asked about")
				}
			})
		})
	}
}

// TestALostAnswerIsFollowedWhenItIsFound: nothing is sent again, and the review is followed from then on.
func TestALostAnswerIsFollowedWhenItIsFound(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		m, c := openForm(r)
		fill(r)
		r.Payer.Status, r.Payer.Err = client.MovementUnknown, client.ErrUnknown
		r.Press("y")
		r.OnSmallScreens("outcome unknown: the holder may be there")
		found := c.order.Movement
		found.Status, found.IssuerOrderID = client.MovementSucceeded, "7001"
		r.Take(screen.MovedMsg{Movement: found})
		r.Tick(time.Millisecond)
		r.OnSmallScreens("created: Ana Souza", "the review: waiting")
		if m.Count("holder") != 1 || len(r.Payer.Sent) != 1 {
			t.Errorf("asked %d times, sent %d", m.Count("holder"), len(r.Payer.Sent))
		}
	})
}

func TestASlowReviewIsAskedAboutUntilItIsOver(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		m, _ := openForm(r)
		m.standing = []client.Holder{{Status: "wait_audit", Barred: "waits"}, {Status: "wait_audit", Barred: "waits"},
			{Status: "under_review", Barred: "is reviewed"}, {Status: "pass_audit"}}
		fill(r)
		r.Payer.Holder = "7001"
		r.Press("y")
		r.OnSmallScreens("the review: waiting")
		r.Press("r") // asks at once, and takes the place of the wait
		if n := m.Count("holder"); n != 2 {
			t.Errorf("r: asked %d times", n)
		}
		r.Tick(pace + time.Second)
		if n := m.Count("holder"); n != 3 {
			t.Errorf("after one wait asked %d times", n)
		}
		r.OnSmallScreens("the review: in review")
		m.Set("holder", &client.Error{Kind: client.ErrUnreachable, Profile: "fin", Op: "read the holder"})
		r.Tick(pace)
		r.OnSmallScreens("the status could not be read:", "unreachable")
		m.Set("holder", nil)
		r.Tick(pace)
		r.OnSmallScreens("the issuer has decided: approved")
		if len(r.Payer.Sent) != 1 {
			t.Errorf("sent %d times", len(r.Payer.Sent))
		}
	})
}

// TestAHolderThatAnEndedWalletLeftOpen: a wallet was killed between the row and the answer. The same person is not sent unasked.
func TestAHolderThatAnEndedWalletLeftOpen(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		openForm(r)
		r.Payer.Guards = func(in client.Intent) error {
			if len(in.OverrideOpen) > 0 {
				return nil
			}
			return &client.GuardError{Kind: client.ErrOpenMovement, Detail: "order CWLEFTABCD", Movement: client.Movement{OrderID: "CWLEFTABCD",
				Profile: "fin", Kind: client.MoveHolder, Status: client.MovementSent, CreatedAt: time.Now()}}
		}
		fill(r)
		r.OnSmallScreens("not settled yet: holder creation", "CWLEFTABCD", "type ABCD")
		r.Press("y", "enter", "ctrl+u")
		if len(r.Payer.Sent) != 0 {
			t.Fatal("it was sent although another is open")
		}
		r.Typed("ABCD")
		r.Press("enter", "y")
		if len(r.Payer.Sent) != 1 {
			t.Error("the person could not send it")
		}
	})
}

func TestAHolderHasAReference(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		m, c := openForm(r)
		r.Press("shift+tab")
		r.OnSmallScreens("23 of 23", "reference: optional, your own name of this order")
		r.Typed("hr-17")
		r.Press("enter")
		r.OnSmallScreens("1 of 23")
		fill(r)
		r.Shows("reference", "hr-17")
		if !c.Escape() {
			t.Fatal("there is no way back from the summary")
		}
		reach(r, c, holder.IDNumber)
		r.Typed("FZ917263")
		r.Press("enter")
		r.Payer.Holder = "7001"
		r.Press("y")
		r.OnSmallScreens("created: Ana Souza", "hr-17")
		if sent := r.Payer.Sent; len(sent) != 1 || sent[0].Reference != "hr-17" {
			t.Fatalf("sent %+v", sent)
		}
		r.Payer.Rows[0].CreatedAt = time.Now().Add(-time.Minute)
		again := New(r.Env, c.account, "111002")
		again.ref = c.ref
		r.Open(again)
		fill(r)
		r.OnSmallScreens("the reference was used before")
		if len(r.Payer.Sent) != 1 || m.Count("holder") == 0 {
			t.Error("the same reference was sent twice")
		}
		other := New(r.Env, c.account, "111002")
		other.ref = c.ref
		r.Payer.Rows[0].Kind = client.MoveCreate
		r.Open(other)
		fill(r)
		r.OnSmallScreens("not a usable reference")
		r.Press("y")
		if len(r.Payer.Sent) != 1 {
			t.Error("a reference of another movement was sent")
		}
	})
}

func TestARefusedReviewSaysWhy(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		m, _ := openForm(r)
		m.standing = []client.Holder{{Status: "reject", Barred: "was refused", Reason: "The picture\x1b[2J cannot be read"}}
		fill(r)
		r.Payer.Holder = "7001"
		r.Press("y")
		r.OnSmallScreens("the issuer has decided: refused: The picture", "cannot be read")
	})
}

func TestReadOnlyMakesNoHolder(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		account, _ := r.Env.Wallet.Account("fin")
		account.Issuer, account.ReadOnly = &maker{FakeIssuer: r.Issuer}, true
		r.Open(New(r.Env, account, ""))
		r.OnSmallScreens("no new holder: fin: the profile is read-only")
		account.Issuer, account.ReadOnly = r.Issuer, false
		r.Open(New(r.Env, account, ""))
		r.OnSmallScreens("no new holder: not offered by this issuer")
	})
}

func TestTypesThatCannotBeRead(t *testing.T) {
	screentest.InBubble(t, func(r *screentest.Rig) {
		m := &maker{FakeIssuer: r.Issuer}
		account, _ := r.Env.Wallet.Account("fin")
		account.Issuer = m
		m.Set("types", &client.Error{Kind: client.ErrUnreachable, Profile: "fin", Op: "read card types"})
		r.Open(New(r.Env, account, ""))
		r.Shows("unreachable")
		m.Set("types", nil)
		r.Press("r")
		r.Shows("Mastercard Purchases")
		m.Set("form", &client.Error{Kind: client.ErrUnreachable, Profile: "fin", Op: "read card types"})
		r.Press("enter")
		r.Shows("unreachable")
	})
}

var holderQuestions = screentest.Ask(screentest.Questions{
	"new holder": {
		Open: func(r *screentest.Rig) { openForm(r); fill(r) },
		Asks: func(r *screentest.Rig) any { return r.Screen.(*Create).order },
	},
})

func TestHolderQuestions(t *testing.T) { holderQuestions.Hold(t) }

func TestANewHolderIsAskedAbout(t *testing.T) {
	holderQuestions.HaveAllKinds(t, func(any) client.MovementKind { return client.MoveHolder }, client.MoveHolder)
}

// FuzzView draws every step with hostile text.
func FuzzView(f *testing.F) {
	screentest.FuzzScreens(f, func(h screentest.Hostile) []ui.Screen {
		account, _ := h.Env.Wallet.Account(h.Card.Profile)
		c := New(h.Env, account, "")
		c.refusal = nil
		t := client.CardType{ID: h.Text, Name: h.Text, HolderModel: "B2C", Online: true, NeedsHolder: h.State&1 != 0,
			HolderRegions: []string{h.Text}}
		c.onTypes([]client.CardType{t}, nil)
		typed := New(h.Env, account, "")
		typed.refusal, typed.model = nil, t
		typed.form, _ = holders.Form(models[1], h.Text, time.Now())
		typed.fields, typed.stage = newFields(typed.form, nil), fillIn
		for i := range typed.fields {
			typed.fields[i].text.SetValue(ui.Safe(h.Text))
		}
		typed.at, typed.wrong = int(h.State)%len(typed.fields), h.State&2 != 0
		made := New(h.Env, account, "")
		made.refusal, made.followed = nil, true
		made.made = client.Holder{ID: h.Text, Status: h.Text, Reason: h.Problem}
		return []ui.Screen{c, typed, framed{made}}
	})
}

// framed draws the status alone.
type framed struct{ *Create }

// View draws the lines.
func (s framed) View(width, height int) string {
	return ui.Body(s.statusLines(width), width, height)
}
