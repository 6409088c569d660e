package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"cardwallet/client"
)

func newTypesShow(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "show TYPE",
		Short: "Show one card type whole: limits, fees, merchants, what its holder needs",
		Args:  takes("TYPE"),
	}
	a.does(cmd, func(ctx context.Context, args []string) error {
		found, err := a.findTypes(ctx, args)
		if err != nil {
			return err
		}
		if a.flags.json {
			return a.printJSON(toCardTypeJSON(found[0].issuer, found[0].CardType))
		}
		var facts [][2]string
		for _, line := range typeFacts(found[0]) {
			facts = append(facts, [2]string{line.name, line.value})
		}
		return a.printFacts(facts)
	})
	return cmd
}

func newTypesCompare(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "compare TYPE TYPE",
		Short: "Show two card types side by side; what differs is marked",
		Args:  takes("TYPE", "TYPE"),
	}
	a.does(cmd, func(ctx context.Context, args []string) error {
		found, err := a.findTypes(ctx, args)
		if err != nil {
			return err
		}
		if a.flags.json {
			return a.printJSON([]cardTypeJSON{toCardTypeJSON(found[0].issuer, found[0].CardType), toCardTypeJSON(found[1].issuer, found[1].CardType)})
		}
		t := table{header: []string{"", "", found[0].ID, found[1].ID}}
		other := typeFacts(found[1])
		for i, line := range typeFacts(found[0]) {
			mark := ""
			if line.value != other[i].value {
				mark = "*"
			}
			if line.value+other[i].value != "" && line.name != "id" {
				t.add(mark, line.name, line.value, other[i].value)
			}
		}
		return a.printTable(t)
	})
	return cmd
}

// findTypes finds card types by "profile/id", or by id or name where only one is called so.
func (a *app) findTypes(ctx context.Context, refs []string) ([]offeredType, error) {
	offers, err := a.offers(ctx)
	if err != nil {
		return nil, err
	}
	var found []offeredType
	for _, ref := range refs {
		var matching []offeredType
		for _, o := range offers {
			if o.Profile+"/"+o.ID == ref || o.ID == ref || strings.EqualFold(o.Name, ref) {
				matching = append(matching, o)
			}
		}
		switch len(matching) {
		case 0:
			return nil, fmt.Errorf("no card type is called %q: %w\nlist them with: cardwallet types", ref, client.ErrNotFound)
		case 1:
			found = append(found, matching[0])
		default:
			return nil, usagef("%d card types are called %q\nname one as %s/%s", len(matching), ref, matching[0].Profile, matching[0].ID)
		}
	}
	return found, nil
}

// fact is one line about a card type.
type fact struct{ name, value string }

// typeFacts are all lines, in the same order for every type.
func typeFacts(o offeredType) []fact {
	yes := func(b bool) string {
		if b {
			return "yes"
		}
		return "no"
	}
	estimated := ""
	if o.Estimated {
		estimated = " (documented figure)"
	}
	status := "online"
	if !o.Online {
		status = "offline"
	}
	var controls []string
	for _, c := range o.SpendingControls {
		text := c.Interval + " " + c.Amount.String()
		if c.Settable {
			text += " (can be set)"
		}
		controls = append(controls, text)
	}
	holders := "not needed"
	if o.NeedsHolder {
		holders = "needed"
	}
	return []fact{
		{"id", o.ID}, {"profile", o.Profile + " (" + o.issuer + ")"}, {"name", o.Name}, {"description", o.Description}, {"status", status},
		{"organization", o.Organization}, {"country", o.Country}, {"bin", o.BIN}, {"mode", o.Mode}, {"type", o.Type}, {"category", o.Category},
		{"currency", o.Currency}, {"price", shown(o.Price) + estimated}, {"can be created", yes(o.CanOpen)},
		{"initial deposit", span(o.OpenMin, o.OpenMax)}, {"deposit needed", yes(o.OpenNeedsDeposit)}, {"stays on the card", shown(o.Retention)},
		{"top-up", limits(o.TopUp)}, {"top-up fee", feeWords(o.CardType)}, {"top-up decimals", fmt.Sprint(o.TopUp.Decimals)},
		{"freeze", yes(o.CanFreeze)}, {"unfreeze", yes(o.CanUnfreeze)},
		{"holder", holders}, {"holder model", o.HolderModel}, {"holders from", strings.Join(o.HolderRegions, ", ")},
		{"holder area codes", strings.Join(o.HolderAreaCodes, ", ")}, {"cards per holder", count(o.MaxCardsPerHolder)},
		{"spending limits", strings.Join(controls, ", ")}, {"merchant categories", yes(o.SupportsMCC)},
		{"without PIN", span(o.NoPINAmountMin, o.NoPINAmountMax)}, {"without PIN, usual", shown(o.NoPINAmountDefault)},
		{"works at", strings.Join(o.Supported, ", ")}, {"risky at", strings.Join(o.Risky, ", ")},
	}
}

func count(n int) string {
	if n == 0 {
		return ""
	}
	return fmt.Sprint(n)
}

func span(least, most client.Money) string {
	switch {
	case least.Known() && most.Known():
		return least.Digits() + " to " + most.String()
	case most.Known():
		return "to " + most.String()
	case least.Known():
		return "from " + least.String()
	}
	return ""
}
