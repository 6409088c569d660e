package order

import (
	"cardwallet/client"
	"cardwallet/tui/screen"
	"cardwallet/tui/ui"
)

func (f *activateForm) lines(width, height int) []string {
	s := f.env.Styles
	switch f.step {
	case activateFrom:
		return f.fromLines(width, height)
	case activateCode:
		lines := []string{"> " + s.Strong.Render(ui.Fit("code", ui.LabelCells)) + f.code.Dots(width-ui.LabelCells-3) + "_"}
		if f.openErr != nil {
			return append(lines, ui.ProblemLines(s, "", f.openErr, width)...)
		}
		return append(lines, "  "+s.Muted.Render("the activation code of the letter or e-mail; it is not shown"))
	case activatePIN:
		return append([]string{ui.Fact(s, "code", s.OK.Render("is there"))}, f.pin.lines(width, height)...)
	case activateAmount:
	}
	lines := []string{ui.Fact(s, "code", s.OK.Render("is there")), ui.Fact(s, "new PIN", s.OK.Render("is there"))}
	if !f.terms.SetsNoPIN {
		return append(lines, "  "+s.Muted.Render("enter continues to the summary"))
	}
	lines = append(lines, "> "+s.Strong.Render(ui.Fit("without PIN", ui.LabelCells))+ui.FieldView(&f.amount)+" "+ui.Safe(f.terms.Currency))
	words, style := noPINWords(f.terms)+"; empty leaves it to the issuer", s.Muted
	if f.wrong != nil {
		words, style = screen.WrongWords(f.wrong), s.Bad
	}
	lines = append(lines, ui.TextLines(style, words, width, 2)...)
	return append(lines, "  "+s.Muted.Render("what the card pays without its PIN; enter continues"))
}

// fromLines offer to type the code, or what the 3DS records have.
func (f *activateForm) fromLines(width, height int) []string {
	s := f.env.Styles
	lines := []string{"  " + s.Strong.Render("where is the activation code?")}
	var note []string
	switch {
	case f.opening:
		note = []string{"  " + s.Accent.Render("opening it on this machine…")}
	case f.openErr != nil:
		note = ui.ProblemLines(s, "not opened: ", f.openErr, width)
	case f.asking:
		note = []string{"  " + s.Accent.Render("looking for one among the card's 3DS records…")}
	case f.askErr != nil:
		note = ui.ProblemLines(s, "the 3DS records could not be read: ", f.askErr, width)
	case !f.looked:
		note = []string{"  " + s.Muted.Render("r looks for one among the card's 3DS records")}
	case len(f.records) == 0:
		note = []string{"  " + s.Muted.Render("the card's 3DS records have none now; r looks again")}
	default:
		note = []string{"  " + s.Muted.Render("a record is opened when you choose it, and not shown")}
	}
	from, to := f.window.Visible(max(1, height-len(lines)-len(note)))
	for i := from; i < to; i++ {
		label, detail := "type it", "from the letter or e-mail"
		if i > 0 {
			label, detail = "3DS record", "of "+ui.Safe(f.env.At(f.records[i-1].At))
		}
		lines = append(lines, ui.ChoiceLine(s, i == f.window.Cursor, ui.Fit(label, 12), detail, width))
	}
	return append(lines, note...)
}

func (f *activateForm) summary(width int) []string {
	s := f.env.Styles
	paid := "as the issuer has it"
	if f.paid.Known() {
		paid = "up to " + screen.MoneyWords(f.paid)
	}
	lines := []string{ui.Fact(s, "new PIN", "6 digits, as typed twice"), ui.Fact(s, "without PIN", paid)}
	return append(lines, ui.WrappedFact(s, "code", "the activation code that you gave", width, 1)...)
}

// noPINWords are the bounds of what a card pays without its PIN.
func noPINWords(terms client.ChangeTerms) string {
	words := screen.BoundWords(terms.LeastNoPIN(), terms.MostNoPIN())
	if terms.NoPINDefault.Known() {
		words += ", usually " + ui.Safe(terms.NoPINDefault.Figures())
	}
	return words
}
