package screen

import (
	"regexp"
	"strings"

	"github.com/shopspring/decimal"

	"cardwallet/client"
	"cardwallet/client/words"
	"cardwallet/tui/ui"
)

// kept is an amount as Money.Plain writes it.
var kept = regexp.MustCompile(`(^|[\s(])(-?\d+(?:\.\d+)?) ([A-Z]{3,4})\b`)

// Told is what the journal says of a movement, safe, with amounts as people read them: thousands stand apart.
func Told(m client.Movement) string { return told(m.Description) }

// ToldStep is Told of one step of a movement.
func ToldStep(step client.Step) string { return told(step.Description) }

// ToldChange is what a change sets, as Told has it.
func ToldChange(m client.Movement) string {
	const payment = "PER_TRANSACTION"
	return told(strings.ReplaceAll(m.Change, payment, words.Interval(payment)))
}

func told(text string) string {
	return ui.Safe(kept.ReplaceAllStringFunc(text, func(found string) string {
		part := kept.FindStringSubmatch(found)
		amount, err := decimal.NewFromString(part[2])
		if err != nil {
			return found
		}
		return part[1] + client.NewMoney(amount, part[3]).String()
	}))
}
