package screen

import (
	"errors"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"cardwallet/client"
	"cardwallet/tui/ui"
)

// Whatever an issuer sends and however large the terminal is: no panic, nothing outside the cells, nothing that a terminal
// would obey.
func FuzzView(f *testing.F) {
	f.Add("Ads EU", "insufficient balance\ntop the wallet up", 80, 21, uint8(0))
	f.Add("a\x1b]52;c;eA==\x07b\u009bc\u202ed\re", "\x1b[2J\n\x9b1;1H", 60, 13, uint8(3))
	f.Add("世界🇩🇪👩‍👩‍👧", "", 13, 2, uint8(9))
	f.Add("", "\n", -1, 0, uint8(255))
	f.Fuzz(func(t *testing.T, text, problem string, width, height int, state uint8) {
		width, height = width%300, height%100
		issuer := newFakeIssuer()
		env := newEnv(t, client.Account{Profile: text, Kind: text, Issuer: issuer})
		now := time.Unix(1772366400, 0)
		env.Now = func() time.Time { return now }
		card := client.Card{
			Profile: text, Issuer: text, ID: text, Name: text, Status: client.CardActive, IssuerStatus: text, Balance: client.Money{Currency: text},
			Used: usd("1"), Last4: text, TypeID: text, BIN: text, Category: text,
		}
		for i := range int(state % 7) {
			env.Codes.Codes = append(env.Codes.Codes, client.Code{
				Profile: text, CardID: text, ID: string(rune('a' + i)), Merchant: text, Amount: client.Money{Currency: text},
				Type:  []client.CodeType{client.CodeOTP, client.CodeAuthURL, client.CodeType(text)}[i%3],
				Value: issuer.vault.sealed(client.FieldCode, "482913"), ReceivedAt: now, ExpiresAt: now.Add(time.Duration(i-1) * time.Minute),
			})
		}
		if state&8 != 0 {
			env.Codes.Failed[text] = errors.New(problem)
		}
		opened := NewCard(env, card)
		opened.openErr = errors.New(problem)
		codes := NewOTP(env, card)
		for _, c := range codes.live() {
			if state&16 != 0 {
				codes.opened(codeOpenedMsg{owner: &codes.openCodes, serial: codes.serial, code: c, err: errors.New(problem)})
			} else if value, err := c.Value.Open(t.Context()); err == nil {
				codes.opened(codeOpenedMsg{owner: &codes.openCodes, serial: codes.serial, code: c, value: value})
			}
		}
		feed := NewFeed(env)
		feed.arrange()
		for _, c := range feed.codes {
			if value, err := c.Value.Open(t.Context()); err == nil && state&16 == 0 {
				feed.opened(codeOpenedMsg{owner: &feed.openCodes, serial: feed.serial, code: c, value: value})
			}
		}
		screens := []ui.Screen{opened, codes, feed}
		screens = append(screens, paymentScreens(env, card, text, problem, state)...)
		screens = append(screens, changeScreens(env, card, text, problem, state)...)
		screens = append(screens, recordScreens(env, card, text, problem, state)...)
		screens = append(screens, journalScreens(env, text, problem, state)...)
		for _, s := range screens {
			fits(t, s, width, height)
			where, position := s.Title()
			for _, drawn := range []string{stripStyle(s.View(width, height)), where, position} {
				if strings.ContainsAny(strings.ReplaceAll(drawn, "\n", ""), "\x00\x07\x08\t\r\x1b\u007f\u009b\u009d\u202e\u2066\u200b") || strings.ContainsAny(where+position, "\n") {
					t.Fatalf("unsafe: %q", drawn)
				}
			}
		}
	})
}

// paymentScreens are the three kinds of movement, in the stage that state gives.
func paymentScreens(env *Env, card client.Card, text, problem string, state uint8) []ui.Screen {
	account, _ := env.Wallet.Account(card.Profile)
	create := NewCreate(env, "")
	create.account, create.types = account, []client.CardType{{ID: text, Name: text, Organization: text, Price: client.Money{Currency: text}, CanOpen: true}, {Name: problem}}
	create.model = client.CardType{Name: text, NeedsHolder: true, Mode: "budget_card", Type: "physical"}
	create.choices = choicesOf(account, create.model)
	for _, choice := range create.choices {
		choice.byHand = true
		choice.onRead(createChoiceMsg{candidates: []candidate{{id: text, name: text, detail: problem}, {id: problem, name: text, why: problem}}})
		if state&4 != 0 {
			choice.err = errors.New(problem)
		}
	}
	create.parts, create.wrong, create.stage = partsOf(account, create.model, create.choices), errors.New(problem), createStage(state)%(createPayment+1)
	create.onTypes(createTypesMsg{types: append(create.types, client.CardType{Name: problem, Supported: []string{text, problem}, CanOpen: true})})
	if state&4 != 0 {
		create.err = errors.New(problem)
	}
	create.payment = newPayment(env, account, client.MoveCreate)
	create.payment.new, create.payment.model = client.NewCard{Name: text, HolderID: problem}, create.model
	screens := []ui.Screen{create, NewCardTypes(env, account, create.types...), NewCardTypes(env, account, create.types[:1]...)}
	for i, p := range []*Payment{NewPayment(env, client.MoveTopUp, card), NewPayment(env, client.MoveWithdraw, card), create.payment} {
		p.terms = client.Terms{Currency: text, Refusal: problem, MaxReason: text}
		p.stage = orderForm + orderStage(state>>5)%(orderDone-orderForm+1)
		p.err, p.cardErr = errors.New(problem), errors.New(problem)
		status := client.MovementStatus([]string{"failed", "unknown", "success", "processing"}[state%4])
		p.movement = client.Movement{OrderID: text, CardID: text, Status: status, Description: problem}
		objection := &client.GuardError{Detail: problem, Movement: client.Movement{OrderID: text, Kind: client.MovementKind(text), Status: status}}
		switch i + int(state>>3)%4 {
		case 0:
			p.wrong = errors.New(problem)
		case 1:
			objection.Kind = client.ErrOpenMovement
			p.onChecked(objection)
		case 2:
			objection.Kind = client.ErrRepeat
			p.onChecked(objection)
			p.objection.asked = true
		case 3:
			p.objection.err = errors.New(problem)
		}
		if i < 2 {
			screens = append(screens, p)
		}
	}
	return screens
}

// changeScreens are the changes in a card's life, in the stage that state gives.
func changeScreens(env *Env, card client.Card, text, problem string, state uint8) []ui.Screen {
	card.Limits = &client.Limits{NoPINAmount: client.Money{Currency: text}, Controls: []client.SpendingControl{{Interval: text, Amount: client.Money{Currency: text}}},
		AllowedMCC: []string{text, "5411", problem}}
	terms := client.ChangeTerms{SetsNoPIN: true, SetsControls: true, SetsMCC: true, Intervals: []string{text, problem}, Currency: text, NoPINDefault: client.Money{Currency: text}}
	var screens []ui.Screen
	for i, c := range []*Change{NewFreeze(env, card), NewCancel(env, card), NewPIN(env, card), NewActivate(env, card), NewLimits(env, card)} {
		c.onRead(changeReadMsg{owner: c, card: card, terms: terms})
		if c.stage = orderStage(state>>4) % (orderDone + 1); c.form == nil && c.stage == orderForm {
			c.stage = orderReading
		}
		switch f := c.form.(type) {
		case *activateForm:
			f.step, f.asking = activateStep(state>>1)%(activateAmount+1), false
			f.records, f.openErr, f.wrong = []client.Record{{ID: text, At: env.Now()}}, errors.New(problem), errors.New(problem)
			f.window.SetCount(2)
		case *limitsForm:
			if f.at = int(state) % len(f.rows); state&8 != 0 {
				f.picker = newMCCPicker(env, f.codes)
			}
		}
		status := client.MovementStatus([]string{"failed", "unknown", "success", "processing"}[state%4])
		c.movement, c.err = client.Movement{OrderID: text, CardID: text, Kind: c.kind, Status: status, Description: problem}, errors.New(problem)
		switch (i + int(state)) % 5 {
		case 0:
			c.wrong = errors.New(problem)
		case 1:
			c.onChecked(&client.GuardError{Kind: client.ErrOpenMovement, Detail: problem, Movement: client.Movement{OrderID: text, Kind: client.MovementKind(text), Status: status}})
		case 2:
			c.objection.err = errors.New(problem)
		case 3:
			c.terms.Refusal = problem
		case 4:
			c.readErr, c.askedAt = errors.New(problem), env.Now()
		}
		screens = append(screens, c)
	}
	return screens
}

// journalScreens are the journal, one movement and the question what became of it.
func journalScreens(env *Env, text, problem string, state uint8) []ui.Screen {
	m := client.Movement{
		OrderID: text, IssuerOrderID: problem, Profile: text, CardID: text, Kind: client.MovementKind(text), Amount: client.Money{Currency: text}, Fee: usd("1"),
		Status: client.MovementStatus([]string{text, "unknown", "success"}[state%3]), Description: problem, SettledAt: env.Now(),
	}
	activity := NewActivity(env)
	msg := activityMsg{moves: []client.Movement{m, {Kind: client.MoveCreate}}}
	activity.onMovements(msg)
	activity.askErr, activity.settling = errors.New(problem), state&8 != 0
	if state&16 != 0 {
		activity.err = errors.New(problem)
	}
	movement := NewMovement(env, m)
	movement.steps = []client.Step{{To: m.Status, Description: problem, At: env.Now()}, {From: client.MovementStatus(text), To: client.MovementStatus(problem)}}
	movement.askErr = errors.New(problem)
	movement.scroll.Cursor = int(state)
	mark := NewMark(env, m)
	mark.ask(client.MovementSucceeded)
	mark.Update(tea.PasteMsg{Content: text})
	mark.stage, mark.err = markStage(state>>4)%(markRecorded+1), errors.New(problem)
	return []ui.Screen{activity, movement, mark}
}
