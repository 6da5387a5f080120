/** The plugins for JupyterLab, Notebook 7 and Voila: the first registers our one widget. */

import { IJupyterWidgetRegistry } from "@jupyter-widgets/base";
import { streamsPlugin } from "./streams_plugin";
import { TransportModel } from "./transport_model";
import { MODULE, VERSION } from "./version";
import { keepFiguresWhole } from "./without_kernel";

const plugin = {
  id: "livewidgets:plugin",
  description: "Applies the frames of livewidgets to widgets in the page.",
  autoStart: true,
  requires: [IJupyterWidgetRegistry],
  activate: (_app: unknown, registry: IJupyterWidgetRegistry): void => {
    keepFiguresWhole();
    registry.registerWidget({ name: MODULE, version: VERSION, exports: { TransportModel } });
  },
};

export default [plugin, streamsPlugin];
