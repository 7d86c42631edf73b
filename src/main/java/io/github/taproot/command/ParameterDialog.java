// SPDX-License-Identifier: BSD-2-Clause
package io.github.taproot.command;

import static io.github.taproot.command.InputValues.isKey;

import java.awt.BorderLayout;
import java.awt.Checkbox;
import java.awt.Choice;
import java.awt.Component;
import java.awt.Container;
import java.awt.GridBagConstraints;
import java.awt.Insets;
import java.awt.Panel;
import java.awt.TextField;
import java.awt.event.FocusAdapter;
import java.awt.event.FocusEvent;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.io.File;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import javax.swing.JTextArea;

import org.scijava.command.CommandInfo;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;

import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.GenericDialog;

/**
 * Asks for some or all of a command's inputs, in a dialog of plain ImageJ. Records nothing. The description of the
 * field under the mouse, or else of the one that is typed in, stands at the bottom, since AWT has no tooltips.
 */
public final class ParameterDialog {

	/** Dialogs with more inputs have two in a row, or would not fit a small screen. */
	private static final int ONE_COLUMN = 12;
	private static final String FOLDER = "directory";

	private final GenericDialog dialog;
	private final boolean twoInRow;
	private final JTextArea hint;
	private final Map<ModuleItem<?>, Supplier<String>> fields = new LinkedHashMap<>();
	private boolean complained;

	private ParameterDialog(String title, boolean twoInRow) {
		dialog = new GenericDialog(title);
		this.twoInRow = twoInRow;
		// The longest descriptions have some 240 letters; a wider one would push the second column away.
		hint = new JTextArea(5, twoInRow ? 40 : 50);
	}

	/** The inputs of a command that users give, in the order of its fields: all but what SciJava fills in. */
	public static List<ModuleItem<?>> inputs(CommandInfo command) {
		List<ModuleItem<?>> inputs = new ArrayList<>();
		for (ModuleItem<?> item : command.inputs()) if (isKey(item)) inputs.add(item);
		return inputs;
	}

	/**
	 * Shows the dialog and waits until it is closed; not for the event thread.
	 *
	 * @param inputs what to ask for, in this order; images are chosen among those that are open
	 * @param start values that are shown first, by key; none or null for an empty field
	 * @return values by key, of their inputs' types; null where the dialog was cancelled
	 */
	public static Map<String, Object> ask(String title, List<ModuleItem<?>> inputs, Map<String, Object> start) {
		ParameterDialog asked = new ParameterDialog(title, inputs.size() > ONE_COLUMN);
		int inRow = 0;
		for (ModuleItem<?> item : inputs) {
			boolean wide = item.getType() == File.class;
			if (asked.twoInRow && !wide && inRow % 2 == 1) asked.dialog.addToSameRow();
			inRow = wide ? 0 : inRow + 1;
			asked.add(item, start.get(item.getName()));
		}
		asked.addHint();
		asked.dialog.addHelp(help(title, inputs));
		asked.dialog.showDialog();
		if (asked.dialog.wasCanceled()) return null;
		Map<String, Object> values = new LinkedHashMap<>();
		asked.fields.forEach((item, text) -> values.put(item.getName(), value(item, text.get())));
		return values;
	}

	/**
	 * An input's value from text: a number, true or false, the path of a file, the title of an open image, or the text.
	 *
	 * @throws IllegalArgumentException where the text is none, naming the input
	 */
	public static Object value(ModuleItem<?> item, String text) {
		Class<?> type = item.getType();
		try {
			if (type == int.class) return Integer.valueOf(text.strip());
			if (type == long.class) return Long.valueOf(text.strip());
			if (type == double.class) return Double.valueOf(text.strip());
		}
		catch (NumberFormatException e) {
			throw new IllegalArgumentException(
				"The parameter " + item.getName() + " must be a number, but is \"" + text + "\".");
		}
		if (type == boolean.class) {
			if (text.equals("true") || text.equals("false")) return Boolean.valueOf(text);
			throw new IllegalArgumentException(
				"The parameter " + item.getName() + " must be true or false, but is \"" + text + "\".");
		}
		if (type == File.class) return new File(text.strip());
		if (type != ImagePlus.class) return text;
		ImagePlus image = WindowManager.getImage(text);
		if (image == null) {
			throw new IllegalArgumentException("No open image is named \"" + text + "\": open it, or name one that " +
				"is open.");
		}
		return image;
	}

	/** A value as text that {@link #value} reads back: numbers whole, without exponent; nothing for null. */
	public static String text(Object value) {
		if (value instanceof Double number && Double.isFinite(number)) {
			BigDecimal exact = BigDecimal.valueOf(number).stripTrailingZeros();
			return exact.scale() < 0 ? exact.setScale(0).toPlainString() : exact.toPlainString();
		}
		if (value instanceof ImagePlus image) return image.getTitle();
		return value == null ? "" : value.toString();
	}

	/** A line of a macro that runs a command with all its values, but for images, which the macro opens. */
	static String macroLine(Module module) {
		StringBuilder line = new StringBuilder();
		for (ModuleItem<?> item : inputs((CommandInfo) module.getInfo())) {
			if (item.getType() == ImagePlus.class || item.getName().equals("more")) continue;
			String text = text(module.getInput(item.getName()));
			boolean isBare = text.matches("[\\w.,:/-]+");
			line.append(line.isEmpty() ? "" : " ").append(item.getName()).append('=').append(isBare ? text : "[" +
				text + "]");
		}
		return "run(\"" + module.getInfo().getTitle() + "\", \"" + line.toString().replace("\\", "\\\\")
			.replace("\"", "\\\"") + "\");";
	}

	private void add(ModuleItem<?> item, Object start) {
		String label = item.getLabel();
		Class<?> type = item.getType();
		int before = dialog.getComponentCount();
		if (type == boolean.class) {
			dialog.addCheckbox(label, Boolean.TRUE.equals(start));
			Checkbox box = (Checkbox) dialog.getCheckboxes().lastElement();
			fields.put(item, () -> String.valueOf(box.getState()));
		}
		else if (type == ImagePlus.class || item.getChoices() != null && !item.getChoices().isEmpty()) {
			if (type == ImagePlus.class) dialog.addImageChoice(label, text(start));
			else {
				dialog.addChoice(label, item.getChoices().stream().map(String::valueOf).toArray(String[]::new),
					text(start));
			}
			Choice choice = (Choice) dialog.getChoices().lastElement();
			fields.put(item, choice::getSelectedItem);
		}
		else {
			// Wider ones would span the columns of a second field in their row.
			int columns = twoInRow || type.isPrimitive() ? 8 : 20;
			if (type != File.class) dialog.addStringField(label, text(start), columns);
			else if (FOLDER.equals(item.getWidgetStyle())) {
				dialog.addDirectoryField(label, text(start), twoInRow ? 30 : 40);
			}
			else dialog.addFileField(label, text(start), twoInRow ? 30 : 40);
			TextField field = (TextField) dialog.getStringFields().lastElement();
			fields.put(item, field::getText);
		}
		for (int i = before; i < dialog.getComponentCount(); i++) explain(dialog.getComponent(i), item);
	}

	private void explain(Component component, ModuleItem<?> item) {
		String text = item.getLabel() + ": " + item.getDescription();
		component.addMouseListener(new MouseAdapter() {

			@Override
			public void mouseEntered(MouseEvent e) {
				hint.setText(text);
			}
		});
		component.addFocusListener(new FocusAdapter() {

			@Override
			public void focusGained(FocusEvent e) {
				hint.setText(text);
			}
		});
		if (component instanceof Container container) {
			for (Component inner : container.getComponents()) explain(inner, item);
		}
	}

	private void addHint() {
		hint.setLineWrap(true);
		hint.setWrapStyleWord(true);
		hint.setEditable(false);
		hint.setFocusable(false);
		hint.setFont(dialog.getFont());
		hint.setOpaque(false);
		hint.setText("Point at a field to read what it means. Help lists all.");
		Panel panel = new Panel(new BorderLayout());
		panel.add(hint);
		dialog.addPanel(panel, GridBagConstraints.WEST, new Insets(10, 20, 0, 0));
		// An OK that is grey is no question to answer.
		dialog.addDialogListener((shown, event) -> {
			if (complained) hint.setText("");
			for (Map.Entry<ModuleItem<?>, Supplier<String>> field : fields.entrySet()) {
				String problem = problem(field.getKey(), field.getValue().get());
				complained = problem != null;
				if (complained) {
					hint.setText(field.getKey().getLabel() + ": " + problem);
					return false;
				}
			}
			return true;
		});
	}

	private static String problem(ModuleItem<?> item, String text) {
		try {
			return CheckedInput.problem(item, value(item, text));
		}
		catch (IllegalArgumentException e) {
			return "This must be a number, but is \"" + text + "\".";
		}
	}

	private static String help(String title, List<ModuleItem<?>> inputs) {
		StringBuilder html = new StringBuilder("<html><h2>" + title + "</h2>");
		for (ModuleItem<?> item : inputs) {
			html.append("<p><b>").append(escaped(item.getLabel())).append("</b> (macro: ").append(item.getName())
				.append(")<br>").append(escaped(item.getDescription())).append("</p>");
		}
		return html.toString();
	}

	private static String escaped(String text) {
		return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
	}
}
