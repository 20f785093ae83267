import { Application } from "@hotwired/stimulus";
import htmx from "./htmx.js";
import "./once.js";
import AutosubmitController from "./controllers/autosubmit.js";
import BacklogController from "./controllers/backlog.js";
import BoardController from "./controllers/board.js";
import CardsController from "./controllers/cards.js";
import CopyController from "./controllers/copy.js";
import DialogController from "./controllers/dialog.js";
import DirtyFormController from "./controllers/dirty_form.js";
import ImpliedController from "./controllers/implied.js";
import LiveController from "./controllers/live.js";
import MentionController from "./controllers/mention.js";
import MenuController from "./controllers/menu.js";
import PaletteController from "./controllers/palette.js";
import PlanController from "./controllers/plan.js";
import ProgressController from "./controllers/progress.js";
import QuickController from "./controllers/quick.js";
import RankListController from "./controllers/rank_list.js";
import RowKeysController from "./controllers/row_keys.js";
import RowMenuController from "./controllers/row_menu.js";
import RowsController from "./controllers/rows.js";
import SelectionController from "./controllers/selection.js";
import ShortcutsController from "./controllers/shortcuts.js";
import SuggestController from "./controllers/suggest.js";
import ThemeController from "./controllers/theme.js";
import ToastController from "./controllers/toast.js";

const application = Application.start();
application.register("autosubmit", AutosubmitController);
application.register("backlog", BacklogController);
application.register("board", BoardController);
application.register("cards", CardsController);
application.register("copy", CopyController);
application.register("dialog", DialogController);
application.register("dirty-form", DirtyFormController);
application.register("implied", ImpliedController);
application.register("live", LiveController);
application.register("mention", MentionController);
application.register("menu", MenuController);
application.register("palette", PaletteController);
application.register("plan", PlanController);
application.register("progress", ProgressController);
application.register("quick", QuickController);
application.register("rank-list", RankListController);
application.register("row-keys", RowKeysController);
application.register("row-menu", RowMenuController);
application.register("rows", RowsController);
application.register("selection", SelectionController);
application.register("shortcuts", ShortcutsController);
application.register("suggest", SuggestController);
application.register("theme", ThemeController);
application.register("toast", ToastController);

// At once, and not a moment later as by itself: whoever presses a key as soon as the page is there gets the dialog, too.
htmx.initialize();

// A form that comes back is read on at what is wrong with it, not at its first field.
document.querySelector('main [aria-invalid="true"]')?.focus();
